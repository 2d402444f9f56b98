"""What may happen to a conversation, and when not. Every function here is part of one transaction."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.desk_tables import Check
from gateway.guide_client import Answer
from gateway.log import append, append_notice, append_said
from gateway.problems import Problem, not_found
from gateway.store import Choice, Conversation, Entry, Erasure, Feedback, Pending, now
from gateway.tokens import fits, hashed, token_for
from gateway.words import greeting_choices, word

SAME_AGAIN = timedelta(minutes=10)
RANK = {"check": 1, "act": 2}


async def begin(
    session: AsyncSession, key: bytes, client_id: str, notice: str, page: str | None, locale: str, keep_days: int
) -> tuple[Conversation, str, bool]:
    """Begins a conversation with its greeting; the same client id within ten minutes gives the same one.

    Returns:
        the conversation, its token, and whether it is new.

    Raises:
        Problem: 409, the id was used longer ago.
    """
    known = await session.scalar(select(Conversation).where(Conversation.client_id == client_id))
    if known is not None:
        if now() - known.created_at > SAME_AGAIN:
            raise Problem(409, "id-used", "This id began a conversation before. Make a new one.")
        return known, token_for(key, known.id, client_id), False
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
    return begun, token, True


async def access(session: AsyncSession, conversation_id: str, token: str, to_change: bool = False) -> Conversation:
    """Fetches a conversation if the token is its own; one that is to be changed is held until the transaction ends.

    Raises:
        Problem: 404, whether it is not there or somebody else's.
    """
    found = await (held(session, conversation_id) if to_change else session.get(Conversation, conversation_id))
    if found is None or not fits(token, found.token_hash):
        raise not_found()
    return found


async def held(session: AsyncSession, conversation_id: str) -> Conversation | None:
    """Fetches a conversation to change it; whoever else wants to waits for the end of this transaction."""
    return await session.get(Conversation, conversation_id, with_for_update=True)


async def take_message(
    session: AsyncSession, conversation: Conversation, message_id: str, text: str | None, choice_id: str | None
) -> tuple[int, bool]:
    """Writes a visitor's message into the log: to be answered by the guide, or, where a person has the turn, to be checked.

    Returns:
        its sequence number, and whether it is new: the same id again gives the first one's number.

    Raises:
        Problem: 409 when the conversation has ended, 422 for a choice that was never handed out here.
    """
    known = await session.scalar(select(Entry).where(Entry.conversation_id == conversation.id, Entry.message_id == message_id))
    if known is not None:
        return known.seq, False
    if conversation.state == "ended":
        raise Problem(409, "ended", "This conversation has ended. Begin a new one.")
    said, say = (text, None) if choice_id is None else await _said_by_choice(session, conversation, choice_id)
    body = {"author": "visitor", "id": message_id, "text": said}
    entry = await append(session, conversation, "message", body, message_id=message_id)
    if conversation.state == "guide":
        heard = {"text": None, "say": say} if say else {"text": said, "say": None}
        session.add(Pending(conversation_id=conversation.id, seq=entry.seq, message_id=message_id, since=now(), **heard))
    else:
        session.add(Check(conversation_id=conversation.id, seq=entry.seq))
    return entry.seq, True


async def oldest_pending(session: AsyncSession, conversation_id: str) -> tuple[Pending, Conversation] | None:
    """Returns the message that is to be answered next, and its conversation."""
    both = select(Pending, Conversation).join(Conversation, Conversation.id == Pending.conversation_id)
    found = await session.execute(both.where(Conversation.id == conversation_id).order_by(Pending.seq).limit(1))
    row = found.first()
    return (row[0], row[1]) if row is not None else None


async def take_answer(session: AsyncSession, conversation_id: str, seq: int, answer: Answer) -> Conversation | None:
    """Writes the guide's whole answer to one message and takes the message off the waiting list.

    An answer that comes too late is dropped: it is there already, the guide's turn is over, or all is erased.

    Returns:
        the conversation, if the answer was written.
    """
    conversation, pending = await _waiting(session, conversation_id, seq)
    if conversation is None or pending is None:
        return None
    written = conversation.state == "guide" and not await _is_answered(session, conversation_id, seq)
    if written:
        if conversation.slow_told:
            await append_notice(session, conversation, "guide_back")
            conversation.slow_told = False
        await _append_answer(session, conversation, seq, answer)
    await session.delete(pending)
    return conversation if written else None


async def take_check(session: AsyncSession, conversation_id: str, seq: int, danger: dict[str, str] | None) -> Conversation | None:
    """Notes what was seen in a message to a person. Returns the conversation, unless it or the check is gone."""
    conversation, check = await held(session, conversation_id), await session.get(Check, (conversation_id, seq))
    if conversation is None or check is None or check.checked_at is not None:
        return None
    check.checked_at, check.danger = now(), danger
    remember_danger(conversation, danger)
    return conversation


def remember_danger(conversation: Conversation, danger: dict[str, str] | None) -> None:
    """Keeps that danger was seen, the worst of each kind: it is never forgotten in this conversation."""
    if danger is None or danger.get("level") not in RANK:
        return
    kind, level = danger["kind"], danger["level"]
    if RANK[level] > RANK.get(conversation.danger.get(kind, ""), 0):
        conversation.danger = {**conversation.danger, kind: level}
    conversation.danger_rank = max(conversation.danger_rank, RANK[level])


async def tell_slow(session: AsyncSession, conversation_id: str, seq: int, cards: list[dict[str, Any]]) -> None:
    """Tells the visitor, once in an outage, that the message is kept, and who can be reached meanwhile."""
    conversation, pending = await _waiting(session, conversation_id, seq)
    if conversation is None or pending is None:
        return
    if conversation.state == "guide" and not conversation.slow_told:
        await append_notice(session, conversation, "guide_slow", cards)
        conversation.slow_told = True


async def give_up(session: AsyncSession, conversation_id: str, seq: int, cards: list[dict[str, Any]]) -> None:
    """Takes a message off the waiting list unanswered, and says so."""
    conversation, pending = await _waiting(session, conversation_id, seq)
    if conversation is None or pending is None:
        return
    if conversation.state == "guide":
        await append_notice(session, conversation, "guide_gave_up", cards, in_reply_to=seq)
    await session.delete(pending)


async def note_feedback(session: AsyncSession, conversation: Conversation, **opinion: Any) -> None:
    """Keeps an opinion; the newest one on the same message, or on the whole, stands.

    Raises:
        Problem: 422, there is no message of the guide with this number.
    """
    seq = opinion.get("seq")
    if seq is not None:
        entry = await session.get(Entry, (conversation.id, seq))
        if entry is None or entry.body.get("author") not in ("guide", "representative"):
            raise Problem(422, "invalid", "seq: there is no answer with this number.")
    same = Feedback.seq.is_(None) if seq is None else Feedback.seq == seq
    await session.execute(delete(Feedback).where(Feedback.conversation_id == conversation.id, same))
    session.add(Feedback(conversation_id=conversation.id, at=now(), **opinion))


async def erase(session: AsyncSession, conversation_id: str) -> None:
    """Deletes a conversation with all that hangs on it, and remembers that the guide must be told."""
    await session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    if await session.get(Erasure, conversation_id) is None:
        session.add(Erasure(conversation_id=conversation_id, since=now()))


async def _waiting(session: AsyncSession, conversation_id: str, seq: int) -> tuple[Conversation | None, Pending | None]:
    return await held(session, conversation_id), await session.get(Pending, (conversation_id, seq))


async def _is_answered(session: AsyncSession, conversation_id: str, seq: int) -> bool:
    found = select(Entry.seq).where(Entry.conversation_id == conversation_id, Entry.in_reply_to == seq).limit(1)
    return await session.scalar(found) is not None


async def _append_answer(session: AsyncSession, conversation: Conversation, seq: int, answer: Answer) -> None:
    remember_danger(conversation, answer.danger)
    conversation.minor = conversation.minor or answer.topic == "minor_visitor"
    last = len(answer.messages) - 1
    for part, message in enumerate(answer.messages):
        await append_said(
            session,
            conversation,
            "guide",
            message.text,
            choices=[{"label": offer.label, "say": offer.say} for offer in message.choices],
            cards=message.cards,
            in_reply_to=seq,
            part=part,
            final=part == last,
            topic=answer.topic,
            danger=answer.danger,
        )


async def _said_by_choice(session: AsyncSession, conversation: Conversation, choice_id: str) -> tuple[str, str | None]:
    choice = await session.get(Choice, choice_id)
    if choice is None or choice.conversation_id != conversation.id:
        raise Problem(422, "unknown-choice", "choice: this was not handed out in this conversation.")
    newest = await session.scalar(
        select(func.max(Entry.seq)).where(Entry.conversation_id == conversation.id, Entry.message_id.is_not(None))
    )
    still_open = newest is None or newest < choice.seq
    return choice.label, choice.say if still_open else None
