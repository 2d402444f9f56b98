"""Who of the representatives looks at which conversation, and writes in it, just now. In memory, for one process."""

from __future__ import annotations

import time

LOOKS_S = 45.0
WRITES_S = 8.0


class Looking:
    """Forgets by itself."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str, str], float] = {}

    def looks(self, conversation: str, representative: str) -> None:
        """Notes that a representative has a conversation open."""
        self._note("looks", conversation, representative, LOOKS_S)

    def writes(self, conversation: str, representative: str) -> None:
        """Notes that a representative writes a reply."""
        self._note("writes", conversation, representative, WRITES_S)

    def others(self, conversation: str, me: str) -> list[str]:
        """Returns who else has it open."""
        return self._who("looks", conversation, me)

    def writers(self, conversation: str, me: str) -> list[str]:
        """Returns who else writes in it."""
        return self._who("writes", conversation, me)

    def _note(self, what: str, conversation: str, representative: str, seconds: float) -> None:
        at = time.monotonic()
        self._until = {key: until for key, until in self._until.items() if until > at}
        self._until[what, conversation, representative] = at + seconds

    def _who(self, what: str, conversation: str, me: str) -> list[str]:
        at = time.monotonic()
        return [
            who
            for (did, where, who), until in self._until.items()
            if did == what and where == conversation and who != me and until > at
        ]
