"""What time brings about in handoffs: representatives who are gone, waits that are long, places that moved up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import callbacks, handoff, queue
from gateway.any_desk import Desk
from gateway.conversation import held
from gateway.desk_tables import Representative
from gateway.events import Wakeups
from gateway.log import append_notice
from gateway.problems import Problem, place_of
from gateway.settings import Settings
from gateway.store import Conversation, Store, now

TICK_S = 2.0
log = structlog.get_logger()


class Clock:
    """One loop. Each tick looks at the store alone, so it does not matter which tick, or which process, does the work."""

    def __init__(self, settings: Settings, store: Store, wakeups: Wakeups, desk: Desk, regular: list[Callable[[], None]]) -> None:
        self._settings, self._store, self._wakeups, self._desk = settings, store, wakeups, desk
        self._regular = regular
        self._began = time.monotonic()
        self._rung = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Starts ticking."""
        self._began = time.monotonic()
        self._task = asyncio.create_task(self._run())

    def ring(self) -> None:
        """Something in the queue moved: ticks soon."""
        self._rung.set()

    async def close(self) -> None:
        """Stops."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def tick(self) -> None:
        """Does all that is due now."""
        # After a start of ours nobody's page has had the time to come back.
        if time.monotonic() - self._began >= self._settings.gone_after_s:
            await self._each(await self._ids(_left_alone(self._settings.gone_after_s)), self._vanish)
        await self._each(await self._ids(_too_long(self._settings.long_wait_s)), self._tell_long_wait)
        async with self._store.reading() as session:
            moved = [one.id for place, one in enumerate(await queue.waiting(session), 1) if one.told_position != place]
        await self._each(moved, handoff.tell_place)
        for work in self._regular:
            work()

    async def _vanish(self, session: AsyncSession, conversation: Conversation) -> bool:
        await handoff.vanish(session, conversation)
        return True

    async def _tell_long_wait(self, session: AsyncSession, conversation: Conversation) -> bool:
        if conversation.state != "waiting" or conversation.long_wait_told:
            return False
        conversation.long_wait_told = True
        cards = [callbacks.form_card(self._settings)] if callbacks.offered_to(conversation) else []
        await append_notice(session, conversation, "long_wait", cards)
        return True

    async def _each(self, ids: list[str], work: Callable[[AsyncSession, Conversation], Awaitable[bool]]) -> None:
        for conversation_id in ids:
            try:
                async with self._store.writing() as session:
                    conversation = await held(session, conversation_id)
                    changed = conversation is not None and await work(session, conversation)
            except Problem:  # somebody moved it in between
                continue
            if changed:
                self._wakeups.look_again(conversation_id)
                self._desk.changed(conversation_id)

    async def _ids(self, wanted: object) -> list[str]:
        async with self._store.reading() as session:
            return list(await session.scalars(wanted))  # type: ignore[call-overload]

    async def _run(self) -> None:
        while True:
            try:
                await self.tick()
            except Exception as fault:  # one failure must not stop the clock
                log.error("a tick failed", kind=type(fault).__name__, place=place_of(fault))
            try:
                async with asyncio.timeout(TICK_S):
                    await self._rung.wait()
            except TimeoutError:
                continue
            finally:
                self._rung.clear()


def _left_alone(seconds: float) -> object:
    """The live conversations whose representative's page has not been heard of for so long, or who may not work here."""
    silent = now() - timedelta(seconds=seconds)
    gone = or_(Representative.seen_at.is_(None), Representative.seen_at < silent, Representative.active.is_(False))
    both = select(Conversation.id).outerjoin(Representative, Representative.id == Conversation.representative_id)
    return both.where(Conversation.state == "live", or_(Representative.id.is_(None), gone))


def _too_long(seconds: float) -> object:
    since = now() - timedelta(seconds=seconds)
    return select(Conversation.id).where(
        Conversation.state == "waiting", Conversation.long_wait_told.is_(False), Conversation.waiting_since < since
    )
