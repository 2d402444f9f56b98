"""Tells whether the model on disk was trained from what the files say now."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("config.yml", "domain.yml", "uv.lock", "data", "nlu", "safety")
ENDINGS = {".yml", ".py", ".txt", ".lock", ".sha256"}
NOT_READ = ("README.md", "stamp.yml")
MODELS = ROOT / "models"
STAMP = MODELS / "trained-from"


def fingerprint(root: Path = ROOT) -> str:
    """Returns a checksum over every file that training reads."""
    total = hashlib.sha256()
    for file in _files(root):
        total.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def is_fresh() -> bool:
    """Whether there is a model, and it was trained from the files as they are."""
    return any(MODELS.glob("*.tar.gz")) and STAMP.exists() and STAMP.read_text() == fingerprint()


def mark_fresh(trained_from: str) -> None:
    """Notes what the newest model was trained from, and removes the models before it."""
    newest = max(MODELS.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    for file in MODELS.glob("*.tar.gz"):
        if file != newest:
            file.unlink()
    STAMP.write_text(trained_from)


def _files(root: Path) -> list[Path]:
    found: list[Path] = []
    for name in SOURCES:
        place = root / name
        found += [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.suffix in ENDINGS)
    return [file for file in found if "__pycache__" not in file.parts and file.name not in NOT_READ]
