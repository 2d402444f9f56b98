"""Takes waiting messages to the guide, one conversation at a time and in order, until each has its one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from gateway.contacts import emergency_cards
from gateway.conversation import append_answer, append_notice, oldest_pending
from gateway.events import Wakeups
from gateway.guide_client import Answer, GuideClient, GuideRefused, GuideUnreachable
from gateway.settings import Settings
from gateway.store import Conversation, Pending, Sessions, now

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 3.0
log = structlog.get_logger()


class Answering:
    """One worker a conversation that has something waiting; none otherwise."""

    def __init__(self, settings: Settings, sessions: Sessions, guide: GuideClient, wakeups: Wakeups) -> None:
        self._settings, self._sessions, self._guide, self._wakeups = settings, sessions, guide, wakeups
        self._workers: dict[str, asyncio.Task[None]] = {}
        self.on_erase: Callable[[str], Awaitable[None]] | None = None

    async def resume(self) -> None:
        """Takes up what was waiting when the gateway stopped."""
        async with self._sessions.begin() as session:
            waiting = list(await session.scalars(select(Pending.conversation_id).distinct()))
        for conversation in waiting:
            self.nudge(conversation)

    def nudge(self, conversation: str) -> None:
        """Says that a conversation has something waiting."""
        worker = self._workers.get(conversation)
        if worker is None or worker.done():
            self._workers[conversation] = asyncio.create_task(self._work(conversation))

    async def drop(self, conversation: str) -> None:
        """Stops working on a conversation, which is being erased."""
        worker = self._workers.pop(conversation, None)
        if worker is not None and worker is not asyncio.current_task():
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def close(self) -> None:
        """Stops all workers; what waits stays in the store."""
        for conversation in list(self._workers):
            await self.drop(conversation)

    async def _work(self, conversation: str) -> None:
        self._wakeups.set_typing(conversation, True)
        try:
            while (waiting := await self._next(conversation)) is not None:
                await self._bring_to_answer(waiting)
        finally:
            self._wakeups.set_typing(conversation, False)
            self._workers.pop(conversation, None)
        if await self._next(conversation) is not None:  # came in between the last look and the end
            self.nudge(conversation)

    async def _next(self, conversation: str) -> Pending | None:
        async with self._sessions.begin() as session:
            return await oldest_pending(session, conversation)

    async def _bring_to_answer(self, waiting: Pending) -> None:
        watcher = asyncio.create_task(self._tell_when_slow(waiting))
        try:
            answer = await self._ask_until_answered(waiting)
        finally:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)
        if answer is None:
            await self._give_up(waiting)
            return
        await self._write(waiting, answer)
        for order in answer.orders:
            await self._carry_out(waiting.conversation_id, order)

    async def _ask_until_answered(self, waiting: Pending) -> Answer | None:
        pause = FIRST_PAUSE_S
        said = {"choice": waiting.say} if waiting.say else {"text": waiting.text or ""}
        while _age(waiting.since) < self._settings.give_up_after_s:
            try:
                return await self._guide.ask(waiting.conversation_id, waiting.message_id, said, await self._metadata(waiting))
            except GuideRefused:
                log.error("the guide refused a message", seq=waiting.seq)
                return None
            except GuideUnreachable as problem:
                log.warning("the guide did not answer", reason=str(problem), seq=waiting.seq)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        return None

    async def _metadata(self, waiting: Pending) -> dict[str, Any]:
        async with self._sessions.begin() as session:
            found = await session.get(Conversation, waiting.conversation_id)
        page, locale = (found.page, found.locale) if found else (None, "en")
        return {"page": page, "locale": locale, "representative": {"available": False, "opens_at": None}}

    async def _write(self, waiting: Pending, answer: Answer) -> None:
        """The answer and the end of waiting in one transaction; an answer that comes too late is dropped."""
        try:
            async with self._sessions.begin() as session:
                found = await session.get(Conversation, waiting.conversation_id)
                pending = await session.get(Pending, (waiting.conversation_id, waiting.seq))
                if found is None or pending is None or found.state != "guide":
                    return
                if found.slow_told:
                    await append_notice(session, found, "guide_back")
                    found.slow_told = False
                await append_answer(session, found, pending, answer)
        except IntegrityError:
            log.warning("an answer was there already", seq=waiting.seq)
        self._wakeups.look_again(waiting.conversation_id)

    async def _tell_when_slow(self, waiting: Pending) -> None:
        """Once in an outage: the message is kept, and who can be reached meanwhile."""
        await asyncio.sleep(max(0.0, self._settings.slow_after_s - _age(waiting.since)))
        async with self._sessions.begin() as session:
            found = await session.get(Conversation, waiting.conversation_id)
            if found is None or found.slow_told:
                return
            await append_notice(session, found, "guide_slow", emergency_cards())
            found.slow_told = True
        self._wakeups.look_again(waiting.conversation_id)

    async def _give_up(self, waiting: Pending) -> None:
        async with self._sessions.begin() as session:
            found = await session.get(Conversation, waiting.conversation_id)
            pending = await session.get(Pending, (waiting.conversation_id, waiting.seq))
            if found is None or pending is None:
                return
            await append_notice(session, found, "guide_gave_up", emergency_cards(), in_reply_to=waiting.seq)
            await session.delete(pending)
        self._wakeups.look_again(waiting.conversation_id)

    async def _carry_out(self, conversation: str, order: dict[str, Any]) -> None:
        if order.get("do") == "erase_conversation" and self.on_erase is not None:
            await self.on_erase(conversation)
        else:
            log.warning("an order that this gateway does not know", order=str(order.get("do")))


def _age(since: datetime) -> float:
    aware = since if since.tzinfo else since.replace(tzinfo=now().tzinfo)
    return (now() - aware).total_seconds()
