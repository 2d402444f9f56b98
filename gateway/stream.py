"""Reads a conversation's log to a visitor: as a stream that replays and then goes live, or as a long poll."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar.response import ServerSentEventMessage

from gateway.events import Wakeups
from gateway.log import log_after
from gateway.store import Conversation, Store

HEARTBEAT_S = 15.0
POLL_S = 5.0  # the longest that a lost wake-up may cost


async def stream(store: Store, wakeups: Wakeups, conversation: str, after: int) -> AsyncIterator[ServerSentEventMessage]:
    """Yields what comes after a sequence number, for as long as the visitor listens; ``erased`` ends it."""
    beat, were_typing = time.monotonic(), set[str]()
    with wakeups.watch(conversation) as watch:
        while True:
            lines = await _lines(store, conversation, after)
            if lines is None:
                yield _message("erased", {})
                return
            for line in lines:
                after = line["data"]["seq"]
                yield _message(line["event"], line["data"], after)
            typing = _typing(wakeups, conversation)
            for author in typing if lines else typing - were_typing:  # again after a message, which ends it for the reader
                yield _message("typing", {"author": author})
            were_typing = typing
            if time.monotonic() - beat >= HEARTBEAT_S:
                beat = time.monotonic()
                yield _message("heartbeat", {})
            if not lines:
                await watch.wait(min(POLL_S, max(0.05, beat + HEARTBEAT_S - time.monotonic())))


async def poll(store: Store, wakeups: Wakeups, conversation: str, after: int, wait: float) -> dict[str, Any] | None:
    """Returns events after a sequence number, waiting for the first so long; None where the conversation is erased."""
    until = time.monotonic() + wait
    with wakeups.watch(conversation) as watch:
        while True:
            lines = await _lines(store, conversation, after)
            if lines is None:
                return None
            if lines or time.monotonic() >= until:
                events = [{"event": line["event"], **line["data"]} for line in lines]
                return {"events": events, "after": lines[-1]["data"]["seq"] if lines else after}
            await watch.wait(min(POLL_S, until - time.monotonic()))


def _typing(wakeups: Wakeups, conversation: str) -> set[str]:
    guide = {"guide"} if wakeups.is_typing(conversation) else set()
    return guide | ({"representative"} if wakeups.is_writing(conversation, "representative") else set())


async def _lines(store: Store, conversation: str, after: int) -> list[dict[str, Any]] | None:
    async with store.reading() as session:
        if lines := await log_after(session, conversation, after):
            return lines
        return [] if await session.get(Conversation, conversation) is not None else None


def _message(event: str, data: dict[str, Any], seq: int | None = None) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=event, data=msgspec.json.encode(data).decode(), id=str(seq) if seq is not None else None)
