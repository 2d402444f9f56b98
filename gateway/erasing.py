"""Erases a conversation everywhere: here at once, in the guide as soon as it can be reached; and old ones by themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy import select

from gateway import conversation as conversations
from gateway.answering import Answering
from gateway.events import Wakeups
from gateway.guide_client import GuideClient, GuideUnreachable
from gateway.problems import place_of
from gateway.store import Conversation, Erasure, Store, now

RETRY_S = 5.0
PURGE_S = 3600.0
SETTLE = timedelta(seconds=2)  # by then a message that was on its way to the guide has arrived there
log = structlog.get_logger()


class Erasing:
    """Deletes rows, sweeps the file, and keeps telling the guide until it has erased too."""

    def __init__(self, store: Store, guide: GuideClient, answering: Answering, wakeups: Wakeups) -> None:
        self._store, self._guide, self._answering, self._wakeups = store, guide, answering, wakeups
        self._unswept = True  # a gateway that was killed may have left deleted words in the write-ahead log
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Starts the loops that finish erasures and erase what is too old."""
        self._tasks = [
            asyncio.create_task(self._every(RETRY_S, self.finish)),
            asyncio.create_task(self._every(PURGE_S, self.erase_old)),
        ]

    async def close(self) -> None:
        """Stops the loops; what is unfinished stays in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def erase(self, conversation: str) -> None:
        """Erases one conversation."""
        interrupted = await self._answering.drop(conversation)
        self._unswept = True
        async with self._store.writing() as session:
            await conversations.erase(session, conversation)
        self._wakeups.look_again(conversation)
        await self._sweep()
        # A message that was on its way may reach the guide after this: then it is told once more, by `finish`.
        await self._tell_guide(conversation, for_good=not interrupted)

    async def finish(self) -> None:
        """Does what an erasure had to leave: sweeps the file, and tells the guide."""
        if self._unswept:
            await self._sweep()
        async with self._store.reading() as session:
            ripe = select(Erasure.conversation_id).where(Erasure.since < now() - SETTLE)
            unfinished = list(await session.scalars(ripe))
        for conversation in unfinished:
            await self._tell_guide(conversation)

    async def erase_old(self) -> None:
        """Erases conversations whose time to be kept is over."""
        async with self._store.reading() as session:
            over = list(await session.scalars(select(Conversation.id).where(Conversation.expires_at < now())))
        for conversation in over:
            await self.erase(conversation)

    async def _sweep(self) -> None:
        self._unswept = not await self._store.sweep_deleted()
        if self._unswept:
            log.warning("deleted pages could not be swept yet; trying again")

    async def _tell_guide(self, conversation: str, for_good: bool = True) -> None:
        try:
            await self._guide.erase(conversation)
        except GuideUnreachable as problem:
            log.warning("the guide could not be told to erase; trying again", reason=str(problem))
            return
        if for_good:
            async with self._store.writing() as session:
                if (done := await session.get(Erasure, conversation)) is not None:
                    await session.delete(done)

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except Exception as fault:  # one failure must not end the loop
                log.error("a regular task failed", kind=type(fault).__name__, place=place_of(fault))
            await asyncio.sleep(seconds)
