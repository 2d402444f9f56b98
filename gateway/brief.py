"""What a representative may see of a conversation: the brief, and which part of the log, as the visitor has agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.problems import Problem
from gateway.store import Conversation, Entry

LONGEST = 1000
# What was asked for, or what danger is called, is no topic that was read.
NO_TOPICS = {"request_human", "out_of_scope", "greet", "thanks", "goodbye", "affirm", "deny", "vent", "minor_visitor"}


@dataclass(frozen=True)
class Line:
    """One line of the log, and whose part it belongs to: what was said with the guide, or with and for a person."""

    entry: Entry
    with_guide: bool


@dataclass(frozen=True)
class Brief:
    """What goes to a representative.

    Attributes:
        share: True agreed, False refused, None not decided yet.
        text: what the visitor wants, in their words; proposed until they have decided.
        topics: keys of topics that were read, in order; empty where refused.
        last_message: what the visitor wrote last to the guide; None where refused.
        danger: kind -> level. Always there.
        minor: whether the visitor said that they are under 18. Always there.
    """

    share: bool | None
    text: str
    topics: list[str]
    last_message: str | None
    danger: dict[str, str]
    minor: bool


async def lines_of(session: AsyncSession, conversation_id: str) -> list[Line]:
    """Returns the whole log with each line's part."""
    entries = await session.scalars(select(Entry).where(Entry.conversation_id == conversation_id).order_by(Entry.seq))
    lines, state = [], "guide"
    for entry in entries:
        state = entry.body["state"] if entry.kind == "state" else state
        lines.append(Line(entry, with_guide=state == "guide" and entry.kind != "state"))
    return lines


def brief_of(conversation: Conversation, lines: Sequence[Line]) -> Brief:
    """Returns the brief as it stands."""
    refused = conversation.brief_share is False
    said = [line.entry.body for line in lines if line.with_guide]
    last = None if refused else _last_message(said)
    proposed = "" if refused else (_last_message(said, but_asking=True) or "")
    return Brief(
        share=conversation.brief_share,
        text=conversation.brief_text if conversation.brief_text is not None else proposed[:LONGEST],
        topics=[] if refused else _topics(said, conversation),
        last_message=last,
        danger=dict(conversation.danger),
        minor=conversation.minor,
    )


def handed_over(lines: Sequence[Line]) -> list[Line]:
    """Returns the lines without what is said with the guide after a person has left.

    That is nobody's to read, nor in any brief, until a person is asked for again.
    """
    handed = max((number for number, line in enumerate(lines) if line.entry.kind == "state"), default=-1)
    return [line for number, line in enumerate(lines) if not line.with_guide or number < handed]


def visible(conversation: Conversation, lines: Sequence[Line]) -> list[Line]:
    """Returns the lines that a representative may read: all that was said with a person; the guide's part only if agreed."""
    return [line for line in handed_over(lines) if not line.with_guide or conversation.brief_share is True]


def change(conversation: Conversation, share: bool, text: str) -> None:
    """Takes what the visitor has decided.

    Raises:
        Problem: 422, the text is too long; 409, the conversation has ended.
    """
    text = text.strip().replace("\x00", "")
    if len(text) > LONGEST:
        raise Problem(422, "invalid", f"text: at most {LONGEST} characters; this has {len(text)}.")
    if conversation.state == "ended":
        raise Problem(409, "ended", "This conversation has ended. Begin a new one.")
    conversation.brief_share, conversation.brief_text = share, text


def _last_message(said: list[dict[str, Any]], but_asking: bool = False) -> str | None:
    """The newest message of the visitor; ``but_asking`` leaves out the one that asked for a person."""
    messages = [body for body in said if body.get("author") in ("visitor", "guide")]
    for number in range(len(messages) - 1, -1, -1):
        if messages[number]["author"] == "visitor":
            answer = messages[number + 1] if number + 1 < len(messages) else {}
            if not (but_asking and answer.get("topic") == "request_human"):
                return str(messages[number].get("text") or "")
    return None


def _topics(said: list[dict[str, Any]], conversation: Conversation) -> list[str]:
    read = [body["topic"] for body in said if body.get("author") == "guide" and body.get("topic")]
    return [topic for topic in dict.fromkeys(read) if topic not in NO_TOPICS and topic not in conversation.danger]
