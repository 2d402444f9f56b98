"""Has messages to a person looked at for danger. They are delivered before that: the guide may be down, and people go on."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from sqlalchemy import select

from gateway import conversation as conversations
from gateway.any_desk import Desk
from gateway.contacts import danger_cards
from gateway.desk_tables import Check
from gateway.events import Wakeups
from gateway.guide_client import GuideClient, GuideUnreachable
from gateway.log import append_notice
from gateway.problems import place_of
from gateway.store import Entry, Store

MOST_AT_ONCE = 50
log = structlog.get_logger()


class Checking:
    """Looks at what was not looked at yet, each time it is nudged; the clock nudges it for what had to be left."""

    def __init__(self, store: Store, guide: GuideClient, wakeups: Wakeups, desk: Desk) -> None:
        self._store, self._guide, self._wakeups, self._desk = store, guide, wakeups, desk
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def nudge(self) -> None:
        """There is something to look at."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def close(self) -> None:
        """Stops; what was not looked at stays marked so."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        while self._again:
            self._again = False
            try:
                await self._look_at_all()
            except Exception as fault:  # the clock will nudge again
                log.error("messages could not be checked", kind=type(fault).__name__, place=place_of(fault))

    async def _look_at_all(self) -> None:
        for conversation, seq, text in await self._unchecked():
            try:
                danger = await self._guide.look(text)
            except GuideUnreachable as problem:
                log.warning("a message could not be checked for danger", reason=str(problem), seq=seq)
                return
            await self._keep(conversation, seq, danger)

    async def _unchecked(self) -> list[tuple[str, int, str]]:
        both = select(Check, Entry).join(Entry, (Entry.conversation_id == Check.conversation_id) & (Entry.seq == Check.seq))
        async with self._store.reading() as session:
            rows = await session.execute(both.where(Check.checked_at.is_(None)).order_by(Entry.at).limit(MOST_AT_ONCE))
            return [(check.conversation_id, check.seq, str(entry.body.get("text") or "")) for check, entry in rows]

    async def _keep(self, conversation_id: str, seq: int, danger: dict[str, Any] | None) -> None:
        async with self._store.writing() as session:
            conversation = await conversations.take_check(session, conversation_id, seq, danger)
            alone = conversation is not None and conversation.state == "waiting"
            if conversation is not None and alone and danger is not None and danger.get("level") == "act":
                # Nobody is there yet, and the guide is silent while a person is waited for: the contacts must not wait.
                await append_notice(session, conversation, "danger_while_waiting", danger_cards([danger["kind"]]))
        self._wakeups.look_again(conversation_id)
        self._desk.changed(conversation_id)
