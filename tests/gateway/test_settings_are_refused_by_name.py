"""A wrong or unknown setting stops the start and is named; every setting is documented."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.app import create_app_from_environment
from gateway.settings import SettingsRefused, as_table, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRG_PORT", "high"),
        ("CRG_PORT", "0"),
        ("CRG_COMPANY_PHONE", "555"),
        ("CRG_EXIT_URL", "weather"),
        ("CRG_EMBED_ORIGINS", "https://a.org/x"),
        ("CRG_LOG_LEVEL", "LOUD"),
        ("CRG_PRICES", "x" * 601),
        ("CRG_CONSULTATION", "x" * 601),
    ],
)
def test_a_wrong_one(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=name):
        load_settings()


def test_the_owners_words_become_one_line(monkeypatch):
    monkeypatch.setenv("CRG_ADDRESSES", "1 Main Street\n Springfield ")
    assert load_settings().addresses == "1 Main Street Springfield"


def test_an_unknown_one(monkeypatch):
    monkeypatch.setenv("CRG_PROT", "8080")
    with pytest.raises(SettingsRefused, match="CRG_PROT"):
        load_settings()


def test_no_secret_no_start(monkeypatch):
    monkeypatch.setenv("CRG_CHANNEL_SECRET", "")
    with pytest.raises(SettingsRefused, match="CRG_CHANNEL_SECRET"):
        create_app_from_environment()


def run(*arguments, **environment):
    command = [sys.executable, "-m", "gateway.settings", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def test_on_the_command_line_a_wrong_one_ends_with_two():
    refused = run(CRG_PORT="high")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "CRG_PORT" in refused.stderr


def test_on_the_command_line_they_are_exported_as_resolved():
    lines = run("--export", CRG_PORT="8123").stdout.splitlines()
    assert {"CRG_PORT=8123", "CRG_GUIDE_PORT=5005", "CRG_KEEP_DAYS=30"} <= set(lines)


def test_all_are_documented_in_one_place():
    assert as_table() in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), "run: python -m gateway.settings --document"
