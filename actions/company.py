"""What the owner's settings say of the company; unset means that the guide does not know it and says so."""

from __future__ import annotations

import os
from typing import Any

from actions.library import text

PHONE_VARIABLE, HOURS_VARIABLE, NAME_VARIABLE = "CRG_COMPANY_PHONE", "CRG_COMPANY_HOURS", "CRG_SITE_NAME"
POLICY_VARIABLE = "CRG_POLICY_URL"
# Subjects on which the owner may have put down words of their own, as `owner_says` in data/ names them.
WORDS_VARIABLES = {
    "prices": "CRG_PRICES",
    "who_pays": "CRG_WHO_PAYS",
    "privacy": "CRG_PRIVACY_TEXT",
    "consultation": "CRG_CONSULTATION",
    "addresses": "CRG_ADDRESSES",
    "hours": HOURS_VARIABLE,
}


def setting(name: str) -> str | None:
    """Returns an owner's setting, or None where it is not set."""
    return os.environ.get(name) or None


def owners_words(subject: str) -> str | None:
    """Returns what the owner has put down on a subject, or None: then the guide does not know it."""
    return setting(WORDS_VARIABLES[subject])


def policy_card() -> list[dict[str, Any]]:
    """Returns the card that leads to the site's privacy policy, or nothing where the owner has set none."""
    address = setting(POLICY_VARIABLE)
    label = text("utter_label_policy")
    return [{"kind": "link", "label": label, "to": address, "text": f"{label}: {address}"}] if address else []


def company_card() -> list[dict[str, Any]]:
    """Returns the card with the company's phone, or nothing where the owner has set none."""
    phone = setting(PHONE_VARIABLE)
    if phone is None:
        return []
    name = setting(NAME_VARIABLE) or "Couples Rehab Guide"
    hours = setting(HOURS_VARIABLE) or text("utter_label_hours_unknown")
    return [
        {
            "kind": "contact",
            "id": "company",
            "name": name,
            "why": text("utter_label_company_why"),
            "hours": hours,
            "languages": ["en"],
            "actions": [{"do": "call", "label": f"{text('utter_label_call')} {phone}", "to": f"tel:{phone}"}],
            "text": f"{name}: {phone}. {hours}",
        }
    ]
