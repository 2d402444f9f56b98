"""Reads safety/contacts.yml for what the gateway itself must show: emergency contacts, with or without the guide."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent.parent / "safety" / "contacts.yml"
MOST_CARDS = 3
EMERGENCY = ("emergency_911", "lifeline_988", "domestic_violence_hotline")


@lru_cache(maxsize=1)
def contact_cards() -> dict[str, dict[str, Any]]:
    """Returns every contact that may be shown, by id, as a card of the visitor API."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["contacts"]
    return {entry["id"]: _card(entry) for entry in entries if entry["verified"] != "no"}


def emergency_cards() -> list[dict[str, Any]]:
    """Returns the contacts for danger, most urgent first."""
    return [contact_cards()[name] for name in EMERGENCY]


def danger_cards(kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Returns the contacts for these kinds of danger, at most three; the emergency contacts where none is listed."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["contacts"]
    wanted = [entry["id"] for kind in kinds for entry in entries if kind in entry["needs"] and entry["verified"] != "no"]
    return [contact_cards()[name] for name in dict.fromkeys(wanted)][:MOST_CARDS] or emergency_cards()


def _card(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "contact",
        "id": entry["id"],
        "name": entry["name"],
        "why": entry["why"]["default"],
        "hours": entry["hours"],
        "languages": entry["languages"],
        "actions": entry["actions"],
        "text": entry["text"],
    }
