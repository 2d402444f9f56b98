"""A wrong or unknown setting stops the start and is named; every setting is documented."""

from pathlib import Path

import pytest

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
    ],
)
def test_a_wrong_one(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=name):
        load_settings()


def test_an_unknown_one(monkeypatch):
    monkeypatch.setenv("CRG_PROT", "8080")
    with pytest.raises(SettingsRefused, match="CRG_PROT"):
        load_settings()


def test_all_are_documented_in_one_place():
    assert as_table() in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), "run: python -m gateway.settings --document"
