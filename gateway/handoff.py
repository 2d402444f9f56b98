"""Whose turn it is: the one table of moves, who may make them, and each move as part of one transaction with its log entry."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import queue
from gateway.desk_tables import Check, Handoff, Representative
from gateway.log import append, append_notice
from gateway.problems import Problem
from gateway.store import Conversation, Entry, Pending, now

State = Literal["guide", "waiting", "live", "ended"]
Who = Literal["visitor", "guide", "representative", "holder", "clock"]  # holder: the representative who has it
FACT_LEFT = "EXTERNAL_representative_left"


@dataclass(frozen=True)
class Move:
    """One allowed change of whose turn it is.

    Attributes:
        source: the state it starts from.
        target: the state it leads to.
        by: who may make it.
        notice: what the visitor is told, a sentence of words.yml.
    """

    source: State
    target: State
    by: tuple[Who, ...]
    notice: str


# docs/handoff.md draws this table; a test holds the two together.
MOVES = {
    "ask": Move("guide", "waiting", ("visitor", "guide"), "handoff_asked"),
    "stop_waiting": Move("waiting", "guide", ("visitor",), "waiting_stopped"),
    "take": Move("waiting", "live", ("representative",), "representative_joined"),
    "pass_on": Move("live", "live", ("holder",), "representative_changed"),
    "vanish": Move("live", "waiting", ("clock",), "representative_gone"),
    "leave": Move("live", "guide", ("visitor",), "representative_left"),
    "hand_back": Move("live", "guide", ("holder",), "representative_left"),
    "end": Move("live", "ended", ("holder",), "representative_ended"),
}
OUTCOMES = ("helped", "callback", "referred", "emergency", "no_reply", "other")


async def ask(session: AsyncSession, conversation: Conversation, by: Who) -> None:
    """Puts a conversation into the queue. What the guide has not answered yet waits for the person instead."""
    _allow("ask", conversation, by)
    await _give_to_person(session, conversation)
    session.add(Handoff(conversation_id=conversation.id, asked_at=now()))
    _into_queue(conversation)
    await _made(session, "ask", conversation)


async def stop_waiting(session: AsyncSession, conversation: Conversation) -> None:
    """The visitor leaves the queue; the guide has the turn at once."""
    _allow("stop_waiting", conversation, "visitor")
    _out_of_queue(conversation)
    await _close(session, conversation, "stop_waiting")
    await _made(session, "stop_waiting", conversation)


async def take(session: AsyncSession, conversation: Conversation, representative: Representative, most: int) -> None:
    """A representative takes a waiting conversation.

    Raises:
        Problem: 409, somebody else was faster, or this representative has as many as they may.
    """
    _allow("take", conversation, "representative")
    await _has_room(session, representative, most)
    _out_of_queue(conversation)
    conversation.representative_id = representative.id
    open_one = await _open_handoff(session, conversation)
    if open_one is not None:
        open_one.taken_at = open_one.taken_at or now()
        open_one.representative_id = representative.id
    await _made(session, "take", conversation, representative)


async def pass_on(
    session: AsyncSession, conversation: Conversation, holder: Representative, colleague: Representative, most: int
) -> None:
    """The holder gives the conversation to a colleague who is here and has room."""
    _allow("pass_on", conversation, "holder", holder)
    if colleague.id == holder.id or not colleague.active or colleague.status != "here":
        raise Problem(409, "colleague-not-here", f"{colleague.name} cannot take it now. Choose somebody who is here.")
    await _has_room(session, colleague, most)
    conversation.representative_id = colleague.id
    await _made(session, "pass_on", conversation, colleague)


async def vanish(session: AsyncSession, conversation: Conversation) -> None:
    """The representative is gone without a word: the visitor is told and waits again, before all others."""
    _allow("vanish", conversation, "clock")
    conversation.representative_id = None
    _into_queue(conversation, at_head=True)
    await _made(session, "vanish", conversation)


async def leave(session: AsyncSession, conversation: Conversation) -> None:
    """The visitor ends the talk with the representative; the guide goes on."""
    _allow("leave", conversation, "visitor")
    await _to_guide(session, "leave", conversation)


async def hand_back(session: AsyncSession, conversation: Conversation, holder: Representative) -> None:
    """The representative gives the conversation back to the guide."""
    _allow("hand_back", conversation, "holder", holder)
    await _to_guide(session, "hand_back", conversation)


async def end(session: AsyncSession, conversation: Conversation, holder: Representative, outcome: str) -> None:
    """The representative ends the conversation, saying how it came out."""
    _allow("end", conversation, "holder", holder)
    if outcome not in OUTCOMES:
        raise Problem(422, "invalid", f"outcome: one of {', '.join(OUTCOMES)}.")
    await _close(session, conversation, "end")
    conversation.representative_id = None
    conversation.ended_at, conversation.outcome = now(), outcome
    await _made(session, "end", conversation)


async def say(
    session: AsyncSession,
    conversation: Conversation,
    holder: Representative,
    message_id: str,
    text: str,
    cards: list[dict[str, Any]],
) -> tuple[int, bool]:
    """Writes what a representative says. The same id again gives the same number.

    Raises:
        Problem: 409, the conversation is not, or no longer, this representative's.
    """
    known = await session.scalar(select(Entry).where(Entry.conversation_id == conversation.id, Entry.message_id == message_id))
    if known is not None:
        return known.seq, False
    _hold(conversation, holder)
    body = {
        "author": "representative",
        "name": holder.name,
        "text": text,
        "choices": [],
        "cards": cards,
        "in_reply_to": None,
        "final": True,
        "topic": None,
        "danger": None,
    }
    return (await append(session, conversation, "message", body, message_id=message_id)).seq, True


async def tell_place(session: AsyncSession, conversation: Conversation) -> bool:
    """Tells a waiting visitor their place if it is another than the one they know. Returns whether it was."""
    place = await queue.position(session, conversation)
    if conversation.state != "waiting" or place == conversation.told_position:
        return False
    await _tell_state(session, conversation)
    return True


async def as_state(session: AsyncSession, conversation: Conversation) -> dict[str, Any]:
    """Returns whose turn it is, as the visitor API says it."""
    holder = await session.get(Representative, conversation.representative_id) if conversation.representative_id else None
    return {
        "state": conversation.state,
        "position": await queue.position(session, conversation),
        "expected_wait_s": await queue.expected_wait(session) if conversation.state == "waiting" else None,
        "representative": {"name": holder.name} if holder else None,
    }


def _allow(name: str, conversation: Conversation, by: Who, holder: Representative | None = None) -> None:
    move = MOVES[name]
    if by not in move.by:
        raise Problem(403, "not-yours-to-do", f"{name} is not for the {by}.")
    if conversation.state != move.source:
        raise Problem(409, "wrong-state", f"The conversation is not {move.source} but {conversation.state}.")
    if by == "holder" and holder is not None:
        _hold(conversation, holder)


def _hold(conversation: Conversation, holder: Representative) -> None:
    if conversation.state != "live" or conversation.representative_id != holder.id:
        raise Problem(409, "not-yours", "This conversation is not with you, or no longer. Nothing was sent.")


async def _has_room(session: AsyncSession, representative: Representative, most: int) -> None:
    held = await session.scalars(
        select(Conversation.id).where(Conversation.state == "live", Conversation.representative_id == representative.id)
    )
    if len(held.all()) >= most:
        raise Problem(409, "full", f"{representative.name} has {most} conversations, and that is the most.")


def _into_queue(conversation: Conversation, at_head: bool = False) -> None:
    conversation.waiting_since, conversation.at_head, conversation.long_wait_told = now(), at_head, False


def _out_of_queue(conversation: Conversation) -> None:
    conversation.waiting_since, conversation.at_head, conversation.told_position = None, False, None


async def _to_guide(session: AsyncSession, name: str, conversation: Conversation) -> None:
    await _close(session, conversation, name)
    conversation.representative_id = None
    seq = await _made(session, name, conversation)
    # The guide hears this one fact and welcomes the visitor back; it waits like a message, also through an outage.
    session.add(
        Pending(conversation_id=conversation.id, seq=seq, message_id=str(uuid.uuid4()), text=None, say=FACT_LEFT, since=now())
    )


async def _give_to_person(session: AsyncSession, conversation: Conversation) -> None:
    unanswered = list(await session.scalars(select(Pending).where(Pending.conversation_id == conversation.id)))
    for pending in unanswered:
        if not (pending.say or "").startswith("EXTERNAL_"):
            session.add(Check(conversation_id=conversation.id, seq=pending.seq))
    await session.execute(delete(Pending).where(Pending.conversation_id == conversation.id))


async def _open_handoff(session: AsyncSession, conversation: Conversation) -> Handoff | None:
    return await session.scalar(
        select(Handoff).where(Handoff.conversation_id == conversation.id, Handoff.closed_at.is_(None)).order_by(Handoff.id.desc())
    )


async def _close(session: AsyncSession, conversation: Conversation, how: str) -> None:
    open_one = await _open_handoff(session, conversation)
    if open_one is not None:
        open_one.closed_at, open_one.how = now(), how


async def _made(session: AsyncSession, name: str, conversation: Conversation, who: Representative | None = None) -> int:
    """Writes the move into the log: the new state, and the sentence that tells it. Returns the state's number."""
    conversation.state = MOVES[name].target
    seq = await _tell_state(session, conversation)
    if who is None:
        await append_notice(session, conversation, MOVES[name].notice)
    else:
        await append_notice(session, conversation, MOVES[name].notice, name=who.name)
    return seq


async def _tell_state(session: AsyncSession, conversation: Conversation) -> int:
    await session.flush()
    state = await as_state(session, conversation)
    conversation.told_position = state["position"]
    return (await append(session, conversation, "state", state)).seq
