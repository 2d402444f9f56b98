"""How fast is too fast: messages of a conversation, and conversations of an address. In memory, for one process."""

from __future__ import annotations

import time

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from gateway.problems import Problem


class Limits:
    """The limits of the settings; an address is kept only in memory, for an hour."""

    def __init__(self, messages_a_minute: int, conversations_an_hour: int) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._messages = RateLimitItemPerMinute(messages_a_minute)
        self._begins = RateLimitItemPerHour(conversations_an_hour)

    def check_message(self, conversation: str) -> None:
        """Counts a message.

        Raises:
            Problem: 429 with Retry-After.
        """
        self._check(self._messages, "message", conversation)

    def check_begin(self, address: str) -> None:
        """Counts a new conversation.

        Raises:
            Problem: 429 with Retry-After.
        """
        self._check(self._begins, "begin", address)

    def _check(self, limit: RateLimitItemPerMinute | RateLimitItemPerHour, what: str, who: str) -> None:
        if self._window.hit(limit, what, who):
            return
        reset = self._window.get_window_stats(limit, what, who).reset_time
        wait = max(1, int(reset - time.time()) + 1)
        raise Problem(429, "too-fast", f"That was too fast. Wait {wait} seconds and send it again.", {"Retry-After": str(wait)})
