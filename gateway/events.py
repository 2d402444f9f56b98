"""Wake-ups: says "look again" to whoever watches a conversation's log. The log is the truth; a lost wake-up costs a poll."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

WRITING_S = 6.0  # a client that says nothing more has stopped writing


class Watch:
    """One reader of one conversation."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """There is something to see."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Waits for the next ring, at most so long. Rings while nobody waited are not lost."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()


class Wakeups:
    """In memory, for one process; who is typing travels here too, since it is never stored."""

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = defaultdict(set)
        self._typing: set[str] = set()
        self._writing: dict[tuple[str, str], float] = {}

    def look_again(self, conversation: str) -> None:
        """Wakes everybody who watches this conversation."""
        for watch in self._watches.get(conversation, ()):
            watch.ring()

    def set_typing(self, conversation: str, typing: bool) -> None:
        """Notes whether the guide is answering now."""
        (self._typing.add if typing else self._typing.discard)(conversation)
        self.look_again(conversation)

    def is_typing(self, conversation: str) -> bool:
        """Whether the guide is answering now."""
        return conversation in self._typing

    def set_writing(self, conversation: str, author: str) -> None:
        """Notes that a visitor or a representative writes just now; it wears off by itself."""
        until = time.monotonic()
        self._writing = {who: end for who, end in self._writing.items() if end > until}
        self._writing[conversation, author] = until + WRITING_S
        self.look_again(conversation)

    def stop_writing(self, conversation: str, author: str) -> None:
        """What was written has come."""
        self._writing.pop((conversation, author), None)

    def is_writing(self, conversation: str, author: str) -> bool:
        """Whether they write just now."""
        return self._writing.get((conversation, author), 0.0) > time.monotonic()

    def is_watched(self, conversation: str) -> bool:
        """Whether anybody has this conversation open."""
        return bool(self._watches.get(conversation))

    @contextmanager
    def watch(self, conversation: str) -> Iterator[Watch]:
        """Watches a conversation; begin before reading its log, so that nothing falls between."""
        watch = Watch()
        self._watches[conversation].add(watch)
        try:
            yield watch
        finally:
            self._watches[conversation].discard(watch)
            if not self._watches[conversation]:
                del self._watches[conversation]
