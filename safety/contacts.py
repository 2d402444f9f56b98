"""Reads safety/contacts.yml, the only place where numbers and links stand, and makes cards of its entries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("contacts.yml")


@dataclass(frozen=True)
class Contact:
    """One helpline, meeting or directory.

    Attributes:
        id: its name in code, such as ``lifeline_988``.
        name: its own name.
        why: need -> why it is shown for that need; ``default`` for the others.
        hours: when it answers, in words.
        languages: two-letter codes.
        actions: ``{"do": "call" | "text" | "open", "label": …, "to": "tel:…" | "sms:…" | "https://…"}``.
        needs: what it is shown for, most fitting needs first.
        text: the same as plain text.
        free: nothing is paid for what it leads to.
        online: help itself can be had online: a chat, a meeting, video sessions.
        by_place: it can be searched by state or ZIP.
        under_violence: whether it may be shown where violence is known; couples work may not.
        verified: standing, read, dialled or no; ``no`` is never shown.
        spanish: name, why, hours, actions and text in Spanish, where the line is known to speak it.
    """

    id: str
    name: str
    why: dict[str, str]
    hours: str
    languages: tuple[str, ...]
    actions: tuple[dict[str, str], ...]
    needs: tuple[str, ...]
    text: str
    free: bool
    online: bool
    by_place: bool
    under_violence: bool
    verified: str
    spanish: dict[str, Any] | None


@lru_cache(maxsize=1)
def all_contacts() -> tuple[Contact, ...]:
    """Returns the contacts that may be shown, in the file's order."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(contact for entry in content["contacts"] if (contact := _contact(entry)).verified != "no")


def find_contact(contact_id: str) -> Contact | None:
    """Returns the contact of this id, or None."""
    return next((contact for contact in all_contacts() if contact.id == contact_id), None)


@lru_cache(maxsize=64)
def contacts_for_need(need: str) -> tuple[Contact, ...]:
    """Returns the contacts for a need, those first for which the need comes first."""
    fitting = [contact for contact in all_contacts() if need in contact.needs]
    return tuple(sorted(fitting, key=lambda contact: contact.needs.index(need)))


def card(contact: Contact, need: str = "default") -> dict[str, Any]:
    """Returns a contact as the card of the visitor API."""
    return {
        "kind": "contact",
        "id": contact.id,
        "name": contact.name,
        "why": contact.why.get(need) or contact.why["default"],
        "hours": contact.hours,
        "languages": list(contact.languages),
        "actions": [dict(action) for action in contact.actions],
        "text": contact.text,
    }


def spanish_card(contact: Contact) -> dict[str, Any]:
    """Returns the card of a contact that speaks Spanish, in Spanish.

    Raises:
        ValueError: it is not known to speak Spanish.
    """
    if contact.spanish is None:
        raise ValueError(contact.id)
    return {**card(contact), "languages": ["es", "en"], "lang": "es", **contact.spanish}


def _contact(entry: dict[str, Any]) -> Contact:
    return Contact(
        id=entry["id"],
        name=entry["name"],
        why=entry["why"],
        hours=entry["hours"],
        languages=tuple(entry["languages"]),
        actions=tuple(entry["actions"]),
        needs=tuple(entry["needs"]),
        text=entry["text"],
        free=entry.get("free", False),
        online=entry.get("online", False),
        by_place=entry.get("by_place", False),
        under_violence=entry.get("under_violence", True),
        verified=entry["verified"],
        spanish=entry.get("spanish"),
    )
