"""What the unit tests of the guide share: the project on the path, and every response that a visitor can read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests"))


def data_files() -> list[Path]:
    """Every file that holds words of the guide."""
    return sorted((ROOT / "data").rglob("*.yml"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def content() -> dict[Path, dict]:
    """Every data file, read."""
    return {file: yaml.safe_load(file.read_text(encoding="utf-8")) for file in data_files()}


@pytest.fixture(scope="session")
def responses(content: dict[Path, dict]) -> dict[str, dict]:
    """Every response by name: its one variant."""
    return {name: variants[0] for data in content.values() for name, variants in (data.get("responses") or {}).items()}
