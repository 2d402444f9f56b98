"""The desk's callbacks: what is due, in the visitor's own time; done, given to somebody, and nothing forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.callbacks import spoken_due
from gateway.desk import accounts
from gateway.desk.guard import Given, Me
from gateway.desk_tables import Callback, Representative
from gateway.problems import Problem
from gateway.sealing import CannotOpen, Sealing
from gateway.store import now

OUTCOMES = ("reached", "left_message", "not_reached", "wrong_number")
NEWEST_DONE = 50


class ToWhom(msgspec.Struct):
    """A form with one choice."""

    to: Annotated[str, Meta(max_length=64)] = ""


@dataclass(frozen=True)
class Due:
    """One callback as the desk shows it; without its content where the key is another now."""

    row: Callback
    content: dict[str, str] | None
    when: dict[str, str]
    overdue: bool


class Calls(Controller):
    """Callbacks."""

    path = "/desk"

    @get("/callbacks")
    async def all(self, me: Me, parts: Given) -> Template:
        """What is open, the first due first, then what was done. That it was read is recorded."""
        async with parts.store.writing() as session:
            accounts.note(session, me, "read_callbacks")
            rows = await session.scalars(select(Callback).where(Callback.status == "open").order_by(Callback.due_at))
            due = [as_due(row, parts.sealing) for row in rows]
            done = select(Callback).where(Callback.status == "done").order_by(Callback.done_at.desc()).limit(NEWEST_DONE)
            past = [as_due(row, parts.sealing) for row in await session.scalars(done)]
            people = (await session.scalars(select(Representative).order_by(Representative.name))).all()
        context: dict[str, Any] = {"me": me, "site": parts.settings.site_name, "due": due, "past": past, "outcomes": OUTCOMES}
        return Template("callbacks.html", context=context | {"people": people, "names": {one.id: one.name for one in people}})

    @post("/callbacks/{callback:str}/done", status_code=303)
    async def done(self, me: Me, parts: Given, callback: FromPath[str], data: URLEncodedBody[ToWhom]) -> Redirect:
        """It was done; how it came out is kept."""
        if data.to not in OUTCOMES:
            raise Problem(422, "invalid", f"outcome: one of {', '.join(OUTCOMES)}.")
        async with parts.store.writing() as session:
            found = await _open(session, callback)
            found.status, found.outcome, found.done_at, found.representative_id = "done", data.to, now(), me.id
            accounts.note(session, me, "callback_done", found.id)
        return Redirect("/desk/callbacks", status_code=303)

    @post("/callbacks/{callback:str}/give", status_code=303)
    async def give(self, me: Me, parts: Given, callback: FromPath[str], data: URLEncodedBody[ToWhom]) -> Redirect:
        """Gives it to somebody."""
        async with parts.store.writing() as session:
            found = await _open(session, callback)
            to = await accounts.get(session, data.to)
            if not to.active:
                raise Problem(409, "colleague-not-here", f"The account of {to.name} is closed.")
            found.representative_id = to.id
            accounts.note(session, me, "callback_given", found.id)
        return Redirect("/desk/callbacks", status_code=303)


def as_due(row: Callback, sealing: Sealing) -> Due:
    """Returns a callback to be shown."""
    try:
        content = sealing.open(row.sealed)
    except CannotOpen:
        content = None
    return Due(row, content, spoken_due(row), overdue=row.status == "open" and row.due_at < now())


async def _open(session: AsyncSession, callback: str) -> Callback:
    found = await session.get(Callback, callback)
    if found is None:
        raise Problem(404, "not-found", "There is no such callback. It may have been erased.")
    if found.status != "open":
        raise Problem(409, "not-open", f"This callback is {found.status}.")
    return found
