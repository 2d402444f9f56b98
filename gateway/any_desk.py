"""What any desk must be able to do. Ours is in gateway/desk; another, such as Chatwoot, would be one more file of this shape."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncSession


class Reachable(NamedTuple):
    """Whether a person can be asked for now, and when next, where that is known."""

    available: bool
    opens_at: datetime | None


class Desk(Protocol):
    """Where representatives work. A desk moves conversations by the functions of ``gateway.handoff`` alone."""

    async def reachable(self, session: AsyncSession) -> Reachable:
        """Says whether somebody can be reached now."""

    def changed(self, conversation: str) -> None:
        """Says that something about a conversation is new: it waits, somebody wrote, it went on."""
