"""What anybody may ask: what a visitor may know before anything is stored, and whether all parts are there."""

from __future__ import annotations

from typing import Any, Literal

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from sqlalchemy import text

from gateway.bodies import LONGEST_TEXT
from gateway.contacts import emergency_cards
from gateway.log import stamp
from gateway.parts import Parts
from gateway.words import notice, word

Given = NamedDependency[Parts]


class Site(Controller):
    """What a visitor may know before anything is stored."""

    path = "/api"

    @get("/site", cache_control=None)
    async def site(self, parts: Given) -> dict[str, Any]:
        """Name, notice, what is kept, the way out, emergency contacts, what is on."""
        settings = parts.settings
        async with parts.store.reading() as session:
            reachable = await parts.desk.reachable(session)
        return {
            "name": settings.site_name,
            "opening_line": word("opening_line"),
            "notice": notice(settings.keep_days),
            "kept": {"text": word("kept", days=settings.keep_days), "days": settings.keep_days},
            "policy_url": settings.policy_url,
            "exit_url": settings.exit_url,
            "emergency_contacts": emergency_cards(),
            "representative": {
                "available": reachable.available,
                "opens_at": stamp(reachable.opens_at) if reachable.opens_at else None,
            },
            "features": {"handoff": True, "callback": True, "feedback": True, "transcript": True, "erase": True},
            "longest_text": LONGEST_TEXT,
        }


class Health(Controller):
    """Whether the process lives, and whether all it needs is there."""

    @get("/healthz")
    async def alive(self) -> dict[str, Literal["yes"]]:
        """The process answers."""
        return {"alive": "yes"}

    @get("/readyz")
    async def ready(self, parts: Given) -> Response[dict[str, bool]]:
        """503 names what is not there: store, guide, actions."""
        found = {"store": await _store_answers(parts), **await parts.guide.health()}
        return Response(found, status_code=200 if all(found.values()) else 503)


async def _store_answers(parts: Parts) -> bool:
    try:
        async with parts.store.writing() as session:
            await session.execute(text("SELECT 1"))
        return True
    except Exception:  # whatever is wrong with the store, the answer is that it is not there
        return False
