"""How fast is too fast: messages, conversations, wrong tries to sign in. In memory, for one process."""

from __future__ import annotations

import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from gateway.problems import Problem

WRONG_OF_ACCOUNT = RateLimitItemPerMinute(8, 15)
ONCE_A_MINUTE = RateLimitItemPerMinute(1)
WRONG_OF_ADDRESS = RateLimitItemPerMinute(30, 15)


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

    def says_anew(self, what: str, who: str) -> bool:
        """Whether something may be said: not again within a minute."""
        return self._window.hit(ONCE_A_MINUTE, what, who)

    def check_sign_in(self, address: str, email: str) -> None:
        """Refuses where too many wrong tries came from an address, or for an account.

        Raises:
            Problem: 429 with Retry-After.
        """
        for limit, who in ((WRONG_OF_ADDRESS, address), (WRONG_OF_ACCOUNT, email.strip().lower())):
            if not self._window.test(limit, "sign-in", who):
                self._refuse(limit, "sign-in", who)

    def note_wrong_sign_in(self, address: str, email: str) -> None:
        """Counts a wrong try."""
        self._window.hit(WRONG_OF_ADDRESS, "sign-in", address)
        self._window.hit(WRONG_OF_ACCOUNT, "sign-in", email.strip().lower())

    def _check(self, limit: RateLimitItem, what: str, who: str) -> None:
        if not self._window.hit(limit, what, who):
            self._refuse(limit, what, who)

    def _refuse(self, limit: RateLimitItem, what: str, who: str) -> None:
        reset = self._window.get_window_stats(limit, what, who).reset_time
        wait = max(1, int(reset - time.time()) + 1)
        raise Problem(429, "too-fast", f"That was too fast. Wait {wait} seconds and try again.", {"Retry-After": str(wait)})
