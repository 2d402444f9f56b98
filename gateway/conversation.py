"""The truth of a conversation: its state and its append-only log. Every function here is part of one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.problems import Problem, not_found
from gateway.store import Choice, Conversation, Entry, Erasure, Feedback, Pending, now
from gateway.tokens import fits, hashed, token_for
from gateway.words import greeting_choices, word

SAME_AGAIN = timedelta(minutes=10)


async def begin(
    session: AsyncSession, key: bytes, client_id: str, notice: str, page: str | None, locale: str, keep_days: int
) -> tuple[Conversation, str]:
    """Begins a conversation with its greeting; the same client id within ten minutes gives the same one.

    Raises:
        Problem: 409, the id was used longer ago.
    """
    known = await session.scalar(select(Conversation).where(Conversation.client_id == client_id))
    if known is not None:
        if now() - _aware(known) > SAME_AGAIN:
            raise Problem(409, "id-used", "This id began a conversation before. Make a new one.")
        return known, token_for(key, known.id, client_id)
    conversation_id = secrets.token_urlsafe(18)
    token = token_for(key, conversation_id, client_id)
    begun = Conversation(
        id=conversation_id,
        client_id=client_id,
        token_hash=hashed(token),
        state="guide",
        version=0,
        last_seq=0,
        read_seq=0,
        slow_told=False,
        notice=notice,
        page=page,
        locale=locale,
        created_at=now(),
        expires_at=now() + timedelta(days=keep_days),
    )
    session.add(begun)
    await session.flush()
    await append_said(session, begun, "guide", word("greeting"), choices=greeting_choices())
    return begun, token


async def access(session: AsyncSession, conversation_id: str, token: str) -> Conversation:
    """Fetches a conversation if the token is its own.

    Raises:
        Problem: 404, whether it is not there or somebody else's.
    """
    found = await session.get(Conversation, conversation_id)
    if found is None or not fits(token, found.token_hash):
        raise not_found()
    return found


async def take_message(
    session: AsyncSession, conversation: Conversation, message_id: str, text: str | None, choice_id: str | None
) -> tuple[int, bool]:
    """Writes a visitor's message into the log, to be answered.

    Returns:
        its sequence number, and whether it is new: the same id again gives the first one's number.

    Raises:
        Problem: 409 when the conversation has ended, 422 for a choice that was never handed out here.
    """
    known = await session.scalar(_entry_of(conversation.id, message_id))
    if known is not None:
        return known.seq, False
    if conversation.state == "ended":
        raise Problem(409, "ended", "This conversation has ended. Begin a new one.")
    said, say = (text, None) if choice_id is None else await _said_by_choice(session, conversation, choice_id)
    entry = await _append(
        session, conversation, "message", {"author": "visitor", "id": message_id, "text": said}, message_id=message_id
    )
    session.add(
        Pending(
            conversation_id=conversation.id,
            seq=entry.seq,
            message_id=message_id,
            text=None if say else said,
            say=say,
            since=now(),
        )
    )
    return entry.seq, True


async def append_answer(session: AsyncSession, conversation: Conversation, pending: Pending, answer: Any) -> None:
    """Writes the guide's whole answer to one message and takes the message off the waiting list."""
    last = len(answer.messages) - 1
    for part, message in enumerate(answer.messages):
        await append_said(
            session,
            conversation,
            "guide",
            message["text"],
            choices=message.get("choices") or [],
            cards=message.get("cards") or [],
            in_reply_to=pending.seq,
            part=part,
            final=part == last,
            topic=answer.topic,
            danger=answer.danger,
        )
    await session.delete(pending)


async def append_notice(
    session: AsyncSession,
    conversation: Conversation,
    code: str,
    cards: Sequence[dict[str, Any]] = (),
    in_reply_to: int | None = None,
) -> None:
    """Writes a notice: a sentence of words.yml by its code."""
    body = {
        "author": "notice",
        "code": code,
        "text": word(code),
        "choices": [],
        "cards": list(cards),
        "in_reply_to": in_reply_to,
        "final": True,
    }
    await _append(session, conversation, "message", body)


async def append_said(
    session: AsyncSession,
    conversation: Conversation,
    author: str,
    text: str,
    *,
    choices: Sequence[dict[str, str]] = (),
    cards: Sequence[dict[str, Any]] = (),
    in_reply_to: int | None = None,
    part: int = 0,
    final: bool = True,
    topic: str | None = None,
    danger: dict[str, str] | None = None,
) -> None:
    """Writes what the guide says; its choices get ids that only this conversation can use."""
    handed = [Choice(id=secrets.token_urlsafe(9), conversation_id=conversation.id, seq=0, **choice) for choice in choices]
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
    entry = await _append(session, conversation, "message", body, in_reply_to=in_reply_to, part=part)
    for choice in handed:
        choice.seq = entry.seq
    session.add_all(handed)


async def log_after(session: AsyncSession, conversation_id: str, after: int, most: int = 500) -> list[dict[str, Any]]:
    """Returns what the log holds after a sequence number, oldest first, as stream lines."""
    rows = await session.scalars(
        select(Entry).where(Entry.conversation_id == conversation_id, Entry.seq > after).order_by(Entry.seq).limit(most)
    )
    return [{"event": row.kind, "data": {"seq": row.seq, "at": _stamp(row), **row.body}} for row in rows]


async def oldest_pending(session: AsyncSession, conversation_id: str) -> Pending | None:
    """Returns the message that is to be answered next."""
    found: Pending | None = await session.scalar(
        select(Pending).where(Pending.conversation_id == conversation_id).order_by(Pending.seq).limit(1)
    )
    return found


async def note_feedback(session: AsyncSession, conversation: Conversation, **opinion: Any) -> None:
    """Keeps an opinion; the newest one on the same message stands.

    Raises:
        Problem: 422, there is no message of the guide with this number.
    """
    seq = opinion.get("seq")
    if seq is not None:
        entry = await session.get(Entry, (conversation.id, seq))
        if entry is None or entry.body.get("author") not in ("guide", "representative"):
            raise Problem(422, "invalid", "seq: there is no answer with this number.")
        await session.execute(delete(Feedback).where(Feedback.conversation_id == conversation.id, Feedback.seq == seq))
    session.add(Feedback(conversation_id=conversation.id, at=now(), **opinion))


async def erase(session: AsyncSession, conversation_id: str) -> None:
    """Deletes a conversation with all that hangs on it, and remembers that the guide must be told."""
    await session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    if await session.get(Erasure, conversation_id) is None:
        session.add(Erasure(conversation_id=conversation_id, since=now()))


async def _said_by_choice(session: AsyncSession, conversation: Conversation, choice_id: str) -> tuple[str, str | None]:
    choice = await session.get(Choice, choice_id)
    if choice is None or choice.conversation_id != conversation.id:
        raise Problem(422, "unknown-choice", "choice: this was not handed out in this conversation.")
    newest = await session.scalar(
        select(func.max(Entry.seq)).where(Entry.conversation_id == conversation.id, Entry.message_id.is_not(None))
    )
    still_open = newest is None or newest < choice.seq
    return choice.label, choice.say if still_open else None


async def _append(
    session: AsyncSession,
    conversation: Conversation,
    kind: str,
    body: dict[str, Any],
    *,
    message_id: str | None = None,
    in_reply_to: int | None = None,
    part: int = 0,
) -> Entry:
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


def _entry_of(conversation_id: str, message_id: str) -> Any:
    return select(Entry).where(Entry.conversation_id == conversation_id, Entry.message_id == message_id)


def _aware(conversation: Conversation) -> Any:
    """SQLite gives times back without a zone; they are UTC."""
    at = conversation.created_at
    return at if at.tzinfo else at.replace(tzinfo=now().tzinfo)


def _stamp(entry: Entry) -> str:
    return entry.at.strftime("%Y-%m-%dT%H:%M:%SZ")
