"""Erases a conversation everywhere: here at once, in the guide as soon as it can be reached; and old ones by themselves."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from gateway import conversation as conversations
from gateway.answering import Answering
from gateway.events import Wakeups
from gateway.guide_client import GuideClient, GuideUnreachable
from gateway.store import Conversation, Erasure, Sessions, now, sweep_deleted

RETRY_S = 5.0
PURGE_S = 3600.0
log = structlog.get_logger()


class Erasing:
    """Deletes rows, sweeps the file, and keeps telling the guide until it has erased too."""

    def __init__(
        self, engine: AsyncEngine, sessions: Sessions, guide: GuideClient, answering: Answering, wakeups: Wakeups
    ) -> None:
        self._engine, self._sessions, self._guide, self._answering, self._wakeups = engine, sessions, guide, answering, wakeups
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
        await self._answering.drop(conversation)
        async with self._sessions.begin() as session:
            await conversations.erase(session, conversation)
        await sweep_deleted(self._engine)
        self._wakeups.look_again(conversation)
        await self._tell_guide(conversation)

    async def finish(self) -> None:
        """Tells the guide what it could not be told before."""
        async with self._sessions.begin() as session:
            open_ones = list(await session.scalars(select(Erasure.conversation_id)))
        for conversation in open_ones:
            await self._tell_guide(conversation)

    async def erase_old(self) -> None:
        """Erases conversations whose time to be kept is over."""
        async with self._sessions.begin() as session:
            over = list(await session.scalars(select(Conversation.id).where(Conversation.expires_at < now())))
        for conversation in over:
            await self.erase(conversation)

    async def _tell_guide(self, conversation: str) -> None:
        try:
            await self._guide.erase(conversation)
        except GuideUnreachable:
            log.warning("the guide could not be told to erase; trying again")
            return
        async with self._sessions.begin() as session:
            if (done := await session.get(Erasure, conversation)) is not None:
                await session.delete(done)

    async def _every(self, seconds: float, work: object) -> None:
        while True:
            try:
                await work()  # type: ignore[operator]
            except Exception as fault:  # one failure must not end the loop
                log.error("a regular task failed", kind=type(fault).__name__)
            await asyncio.sleep(seconds)
