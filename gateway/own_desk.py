"""Our own desk as the rest of the gateway sees it: who can be reached, and whom to tell that something is new."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.any_desk import Reachable
from gateway.desk_tables import Representative
from gateway.events import Wakeups
from gateway.settings import Settings
from gateway.store import now

ALL = "desk"  # what every open page of the desk watches


class OwnDesk:
    """The first implementation of :class:`gateway.any_desk.Desk`."""

    def __init__(self, settings: Settings, wakeups: Wakeups) -> None:
        self._settings, self._hours, self._wakeups = settings, settings.hours, wakeups

    async def reachable(self, session: AsyncSession) -> Reachable:
        """Somebody can be reached within the hours while at least one representative says "here" and has a page open."""
        at = now()
        if not self._hours.is_open(at):
            return Reachable(False, self._hours.next_opening(at))
        heard = at - timedelta(seconds=self._settings.gone_after_s)
        here = select(func.count()).where(
            Representative.active.is_(True), Representative.status == "here", Representative.seen_at >= heard
        )
        return Reachable(bool(await session.scalar(here)), None)

    def changed(self, conversation: str) -> None:
        """Wakes the open pages; each looks for itself what is new."""
        self._wakeups.look_again(ALL)
