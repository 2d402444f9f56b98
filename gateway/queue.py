"""The queue of those who wait for a person: its order, a place in it, and an honest guess at the wait."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.desk_tables import Handoff
from gateway.store import Conversation

FEWEST_KNOWN = 5  # waits that must be known before a guess is honest
NEWEST = 20
# Who lost a representative goes first, then by danger, then who has waited longest.
ORDER = (Conversation.at_head.desc(), Conversation.danger_rank.desc(), Conversation.waiting_since, Conversation.id)


async def waiting(session: AsyncSession) -> Sequence[Conversation]:
    """Returns the conversations that wait, the next to be taken first."""
    return (await session.scalars(select(Conversation).where(Conversation.state == "waiting").order_by(*ORDER))).all()


async def position(session: AsyncSession, conversation: Conversation) -> int | None:
    """Returns the place of a conversation, from 1; None where it does not wait."""
    ids = list(await session.scalars(select(Conversation.id).where(Conversation.state == "waiting").order_by(*ORDER)))
    return ids.index(conversation.id) + 1 if conversation.id in ids else None


async def expected_wait(session: AsyncSession) -> int | None:
    """Returns the median of the latest waits in seconds; None while too few are known to say anything."""
    newest = select(Handoff).where(Handoff.taken_at.is_not(None)).order_by(Handoff.taken_at.desc()).limit(NEWEST)
    waits = [(row.taken_at - row.asked_at).total_seconds() for row in await session.scalars(newest) if row.taken_at]
    return round(median(waits)) if len(waits) >= FEWEST_KNOWN else None
