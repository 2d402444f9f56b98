"""A conversation's append-only log: what was said, each line numbered. Every function here is part of one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.store import Choice, Conversation, Entry, now
from gateway.words import word

Card = dict[str, Any]


async def append(
    session: AsyncSession,
    conversation: Conversation,
    kind: str,
    body: dict[str, Any],
    *,
    message_id: str | None = None,
    in_reply_to: int | None = None,
    part: int = 0,
) -> Entry:
    """Writes one line with the next number."""
    conversation.last_seq += 1
    conversation.version += 1
    entry = Entry(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        kind=kind,
        message_id=message_id,
        in_reply_to=in_reply_to,
        part=part,
        body=body,
        at=now(),
    )
    session.add(entry)
    await session.flush()
    return entry


async def append_said(
    session: AsyncSession,
    conversation: Conversation,
    author: str,
    text: str,
    *,
    choices: Sequence[dict[str, str]] = (),
    cards: Sequence[Card] = (),
    in_reply_to: int | None = None,
    part: int = 0,
    final: bool = True,
    topic: str | None = None,
    danger: dict[str, str] | None = None,
) -> None:
    """Writes what the guide says; its choices get ids that only this conversation can use."""
    handed = [Choice(id=secrets.token_urlsafe(9), conversation_id=conversation.id, **choice) for choice in choices]
    body = {
        "author": author,
        "text": text,
        "choices": [{"id": choice.id, "label": choice.label} for choice in handed],
        "cards": list(cards),
        "in_reply_to": in_reply_to,
        "final": final,
        "topic": topic,
        "danger": danger,
    }
    entry = await append(session, conversation, "message", body, in_reply_to=in_reply_to, part=part)
    for choice in handed:
        choice.seq = entry.seq
    session.add_all(handed)


async def append_notice(
    session: AsyncSession,
    conversation: Conversation,
    code: str,
    cards: Sequence[Card] = (),
    in_reply_to: int | None = None,
    **values: object,
) -> None:
    """Writes a notice: a sentence of words.yml by its code, its ``{…}`` filled with the values."""
    body = {
        "author": "notice",
        "code": code,
        "text": word(code, **values),
        "choices": [],
        "cards": list(cards),
        "in_reply_to": in_reply_to,
        "final": True,
    }
    await append(session, conversation, "message", body)


async def log_after(session: AsyncSession, conversation_id: str, after: int, most: int = 500) -> list[dict[str, Any]]:
    """Returns what the log holds after a number, oldest first, as stream lines."""
    rows = await session.scalars(
        select(Entry).where(Entry.conversation_id == conversation_id, Entry.seq > after).order_by(Entry.seq).limit(most)
    )
    return [{"event": row.kind, "data": {"seq": row.seq, "at": stamp(row.at), **row.body}} for row in rows]


def stamp(at: Any) -> str:
    """Returns a time as the visitor API writes it."""
    return str(at.strftime("%Y-%m-%dT%H:%M:%SZ"))
