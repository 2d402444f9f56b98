"""Takes waiting messages to the guide, one conversation at a time and in order, until each has its one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import callbacks, handoff
from gateway import conversation as conversations
from gateway.any_desk import Desk, Reachable
from gateway.contacts import emergency_cards
from gateway.events import Wakeups
from gateway.guide_client import Answer, GuideClient, GuideRefused, GuideUnreachable
from gateway.log import append_notice, stamp
from gateway.problems import place_of
from gateway.settings import Settings
from gateway.store import Conversation, Pending, Store, now

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 3.0
ORDERS_KNOWN = {"erase_conversation", "request_handoff", "offer_callback"}
FACT = "EXTERNAL_"
log = structlog.get_logger()


class Answering:
    """One worker a conversation that has something waiting; none otherwise."""

    def __init__(self, settings: Settings, store: Store, guide: GuideClient, wakeups: Wakeups, desk: Desk) -> None:
        self._settings, self._store, self._guide, self._wakeups, self._desk = settings, store, guide, wakeups, desk
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._nudged: set[str] = set()
        self.on_erase: Callable[[str], Awaitable[None]] | None = None

    async def resume(self) -> None:
        """Takes up what was waiting when the gateway stopped."""
        async with self._store.reading() as session:
            waiting = list(await session.scalars(select(Pending.conversation_id).distinct()))
        for conversation in waiting:
            self.nudge(conversation)

    def nudge(self, conversation: str) -> None:
        """Says that a conversation has something waiting."""
        self._nudged.add(conversation)
        if conversation not in self._workers:
            self._workers[conversation] = asyncio.create_task(self._work(conversation))

    async def drop(self, conversation: str) -> bool:
        """Stops working on a conversation, which is being erased. Returns whether that interrupted something."""
        self._nudged.discard(conversation)
        worker = self._workers.pop(conversation, None)
        if worker is None or worker is asyncio.current_task():
            return False
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        return True

    async def close(self) -> None:
        """Stops all workers; what waits stays in the store."""
        for conversation in list(self._workers):
            await self.drop(conversation)

    async def _work(self, conversation: str) -> None:
        try:
            while conversation in self._nudged:
                self._nudged.discard(conversation)
                while await self._take_one(conversation):
                    pass
        finally:  # nothing is awaited between the last look at `_nudged` and here, so no nudge is lost
            if self._workers.get(conversation) is asyncio.current_task():
                del self._workers[conversation]

    async def _take_one(self, conversation: str) -> bool:
        """Brings the oldest waiting message to its end. Returns False when none is waiting."""
        try:
            async with self._store.reading() as session:
                found = await conversations.oldest_pending(session, conversation)
                reachable = await self._desk.reachable(session)
            if found is not None:
                await self._bring_to_end(found[0], _metadata(found[1], reachable))
            return found is not None
        except Exception as fault:  # a fault of ours, or of the store, must leave nobody without an answer for good
            log.error("a worker failed and goes on after a pause", kind=type(fault).__name__, place=place_of(fault))
            await asyncio.sleep(LONGEST_PAUSE_S)
            return True

    async def _bring_to_end(self, waiting: Pending, metadata: dict[str, Any]) -> None:
        ended = asyncio.Event()
        watcher = asyncio.create_task(self._watch(waiting, ended))
        try:
            await self._attempt_until_ended(waiting, metadata)
        finally:
            ended.set()
            await asyncio.gather(watcher, return_exceptions=True)

    async def _attempt_until_ended(self, waiting: Pending, metadata: dict[str, Any]) -> None:
        pause = FIRST_PAUSE_S
        while await self._still_waits(waiting) and not await self._attempt(waiting, metadata):
            if _age(waiting.since) >= self._settings.give_up_after_s:
                return await self._give_up(waiting)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        return None

    async def _still_waits(self, waiting: Pending) -> bool:
        """Whether it is still for the guide to answer: a person may have taken it over meanwhile."""
        async with self._store.reading() as session:
            return await session.get(Pending, (waiting.conversation_id, waiting.seq)) is not None

    async def _attempt(self, waiting: Pending, metadata: dict[str, Any]) -> bool:
        """Asks the guide once. Returns whether the message waits no longer."""
        try:
            answer = await self._guide.ask(waiting.conversation_id, waiting.message_id, _said(waiting), metadata)
            await self._take(waiting, answer)
            return True
        except GuideRefused:
            log.error("the guide refused a message", seq=waiting.seq)
            await self._give_up(waiting)
            return True
        except GuideUnreachable as problem:
            log.warning("the guide did not answer", reason=str(problem), seq=waiting.seq)
            return False
        except Exception as fault:  # it may be better the next time; if not, the message is given up in the end
            log.error("an answer could not be kept", kind=type(fault).__name__, place=place_of(fault), seq=waiting.seq)
            return False

    async def _take(self, waiting: Pending, answer: Answer) -> None:
        orders = [str(order.get("do")) for order in answer.orders]
        for order in set(orders) - ORDERS_KNOWN:
            log.warning("an order that this gateway does not know", order=order)
        if "erase_conversation" in orders and self.on_erase is not None:
            # Instead of the answer, not after it: a crash between the two would lose the order.
            return await self.on_erase(waiting.conversation_id)
        async with self._store.writing() as session:
            written = await conversations.take_answer(session, waiting.conversation_id, waiting.seq, answer)
            if written is not None and "request_handoff" in orders:
                await self._ask_for_person(session, written)
            if written is not None and "offer_callback" in orders:
                await callbacks.offer(session, written, self._settings, (await self._desk.reachable(session)).opens_at)
        self._wakeups.look_again(waiting.conversation_id)
        self._desk.changed(waiting.conversation_id)
        return None

    async def _ask_for_person(self, session: AsyncSession, conversation: Conversation) -> None:
        """The guide has said that it asks for a person; where the last one has just gone, that is put right at once."""
        if (await self._desk.reachable(session)).available:
            await handoff.ask(session, conversation, "guide")
        else:
            await append_notice(session, conversation, "nobody_there", emergency_cards())
            await callbacks.offer(session, conversation, self._settings, None)

    async def _watch(self, waiting: Pending, ended: asyncio.Event) -> None:
        """Shows the guide as typing while a message is worked on, until that takes so long that the visitor must be told."""
        conversation = waiting.conversation_id
        self._wakeups.set_typing(conversation, True)
        try:
            async with asyncio.timeout(max(0.0, self._settings.slow_after_s - _age(waiting.since))):
                await ended.wait()
        except TimeoutError:
            async with self._store.writing() as session:
                await conversations.tell_slow(session, conversation, waiting.seq, emergency_cards())
        finally:
            self._wakeups.set_typing(conversation, False)

    async def _give_up(self, waiting: Pending) -> None:
        async with self._store.writing() as session:
            await conversations.give_up(session, waiting.conversation_id, waiting.seq, emergency_cards())
        self._wakeups.look_again(waiting.conversation_id)


def _said(waiting: Pending) -> dict[str, str]:
    """Returns what the guide hears: a fact of ours, a choice it handed out, or what was typed."""
    if waiting.say is None:
        return {"text": waiting.text or ""}
    return {"fact" if waiting.say.startswith(FACT) else "choice": waiting.say}


def _metadata(conversation: Conversation, reachable: Reachable) -> dict[str, Any]:
    """Returns what the gateway knows and the guide must know."""
    opens_at = stamp(reachable.opens_at) if reachable.opens_at else None
    representative = {"available": reachable.available, "opens_at": opens_at}
    known = {"page": conversation.page, "locale": conversation.locale, "representative": representative}
    # What was seen while a person had the turn the guide did not hear, and must know.
    return known | ({"danger": dict(conversation.danger)} if conversation.danger else {})


def _age(since: datetime) -> float:
    return (now() - since).total_seconds()
