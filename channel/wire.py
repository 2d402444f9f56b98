"""Reads what the gateway sends into a checked message, and says what was wrong with it in words without its content."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

KINDS = ("text", "choice", "fact")
FACT_PREFIX = "EXTERNAL_"
LONGEST = 4000  # characters; the gateway takes 2,000


class BadMessage(ValueError):
    """The body is not a message of docs/door.md; the text says what is wrong and holds none of it."""


@dataclass(frozen=True)
class Asked:
    """One message from the gateway.

    Attributes:
        conversation: the conversation's id, Rasa's sender id.
        id: the message's id; the same id is never run twice.
        said: what Rasa is given, safe to obey: a slash only where a choice or a fact was sent.
        metadata: what the gateway knows and the guide must know.
    """

    conversation: str
    id: str
    said: str
    metadata: dict[str, Any] = field(default_factory=dict)

    def as_user_message(self, output: OutputChannel) -> UserMessage:
        """Returns it as Rasa's own message."""
        return UserMessage(
            self.said, output, self.conversation, input_channel="guide", message_id=self.id, metadata=self.metadata
        )


def read_message(body: bytes) -> Asked:
    """Reads a request's body.

    Raises:
        BadMessage: it is not JSON, a field is missing or not a text, or not exactly one of text, choice, fact is there.
    """
    data = _object(body)
    metadata = data.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadMessage("metadata must be an object.")
    return Asked(_text(data, "conversation"), _text(data, "id"), _said(data), metadata)


def read_text(body: bytes) -> str:
    """Reads the body of a text that is to be looked at only.

    Raises:
        BadMessage: it is not JSON, or there is no text.
    """
    return harmless(_text(_object(body), "text"))


def harmless(text: str) -> str:
    """Returns a visitor's text so that Rasa takes it as words: it obeys what begins with a slash."""
    return text.lstrip("/ \t\r\n").rstrip() or "?"


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError as problem:
        raise BadMessage("The body is not JSON.") from problem
    if not isinstance(data, dict):
        raise BadMessage("The body must be one JSON object.")
    return data


def _said(data: dict[str, Any]) -> str:
    given = [kind for kind in KINDS if data.get(kind) is not None]
    if len(given) != 1:
        raise BadMessage("Exactly one of text, choice and fact must be given.")
    said = _text(data, given[0])
    if given[0] == "text":
        return harmless(said)
    if given[0] == "choice":
        if not said.startswith("/") or said.startswith(f"/{FACT_PREFIX}"):
            raise BadMessage("choice must be the `say` of a choice that the guide handed out.")
        return said
    if not said.startswith(FACT_PREFIX):
        raise BadMessage(f"fact must begin with {FACT_PREFIX}.")
    return f"/{said}"


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadMessage(f"{name} must be a text that is not empty.")
    if len(value) > LONGEST:
        raise BadMessage(f"{name} is longer than {LONGEST} characters.")
    return value
