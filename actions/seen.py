"""What was understood of the visitor's message: its words, its intent, the guesses, the danger, the places named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker


@dataclass(frozen=True)
class Danger:
    """Danger seen in a message: its kind and level as in the visitor API."""

    kind: str
    level: str


@dataclass(frozen=True)
class Seen:
    """One message as the pipeline understood it.

    Attributes:
        text: the words, or ``/intent`` for a button.
        intent: the intent that won.
        guesses: intents by confidence, best first.
        danger: what the danger detector saw, or None.
        places: names of places in the message.
        metadata: what the gateway told with it.
        second: intent of another question in the same message, or None.
    """

    text: str
    intent: str
    guesses: tuple[str, ...]
    danger: Danger | None
    places: tuple[str, ...]
    metadata: dict[str, Any]
    second: str | None = None

    @property
    def by_button(self) -> bool:
        """Whether a button was pressed, so that there are no words of the visitor's own."""
        return self.text.startswith("/")

    @property
    def looks_for_help(self) -> bool:
        """Whether the message asks for help near a place, so that a place in it is meant as one."""
        return self.intent in ("show_contacts", "give_place", "ask_find_therapist")


def seen_in(tracker: Tracker) -> Seen:
    """Reads the latest message of a conversation."""
    latest: dict[str, Any] = dict(tracker.latest_message or {})
    danger = latest.get("danger")
    return Seen(
        text=latest.get("text") or "",
        intent=(latest.get("intent") or {}).get("name") or "",
        guesses=tuple(guess["name"] for guess in latest.get("intent_ranking") or [] if guess["name"] != "nlu_fallback"),
        danger=Danger(danger["kind"], danger["level"]) if danger else None,
        places=tuple(entity["value"] for entity in latest.get("entities") or [] if entity.get("entity") == "GPE"),
        metadata=latest.get("metadata") or {},
        second=latest.get("second_topic"),
    )
