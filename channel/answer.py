"""Reads the guide's answer to one message out of the tracker, in the shape of docs/door.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def was_asked(tracker: DialogueStateTracker, message_id: str) -> bool:
    """Whether a message of this id is in the tracker."""
    return _asked(tracker, message_id) is not None


def answer_to(tracker: DialogueStateTracker, message_id: str) -> dict[str, Any]:
    """Returns messages, topic, danger and orders of the answer to a message that the tracker holds."""
    notes = [note for said in _said_after(tracker, message_id) if (note := _custom(said))]
    asked = _asked(tracker, message_id)
    return {
        "messages": messages_to(tracker, message_id),
        "topic": next((note["topic"] for note in notes if note.get("topic")), None),
        "danger": asked.parse_data.get("danger") if asked else None,  # type: ignore[typeddict-item]
        "orders": [order for note in notes for order in note.get("orders", [])],
    }


def messages_to(tracker: DialogueStateTracker, message_id: str) -> list[dict[str, Any]]:
    """Returns the answer's messages: text, choices and cards of each."""
    return [_message(said) for said in _said_after(tracker, message_id) if said.text or _custom(said).get("cards")]


def _message(said: BotUttered) -> dict[str, Any]:
    buttons = (said.data or {}).get("buttons") or []
    return {
        "text": said.text or "",
        "choices": [{"label": button["title"], "say": button["payload"]} for button in buttons],
        "cards": _custom(said).get("cards", []),
    }


def _custom(said: BotUttered) -> dict[str, Any]:
    return (said.data or {}).get("custom") or {}


def _asked(tracker: DialogueStateTracker, message_id: str) -> UserUttered | None:
    found = (event for event in reversed(tracker.events) if isinstance(event, UserUttered) and event.message_id == message_id)
    return next(found, None)


def _said_after(tracker: DialogueStateTracker, message_id: str) -> Iterator[BotUttered]:
    reached = False
    for event in tracker.events:
        if isinstance(event, UserUttered):
            reached = event.message_id == message_id
        elif reached and isinstance(event, BotUttered):
            yield event
