"""The desk's lists: conversations that are over, with a search, and the ready replies."""

from __future__ import annotations

import json
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import FromPath, Parameter, URLEncodedBody
from litestar.response import Redirect, Template
from msgspec import Meta
from sqlalchemy import String, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.bodies import LONGEST_TEXT
from gateway.desk import accounts, view
from gateway.desk.guard import Given, Me
from gateway.desk_tables import CannedReply, Handoff, Representative
from gateway.problems import Problem
from gateway.store import Conversation, Entry

MOST = 100


class ReadyReply(msgspec.Struct):
    """The form of a ready reply."""

    title: Annotated[str, Meta(max_length=80)]
    text: Annotated[str, Meta(max_length=LONGEST_TEXT)]


class Lists(Controller):
    """Lists."""

    path = "/desk"

    @get("/ended")
    async def ended(self, me: Me, parts: Given, q: Annotated[str, Parameter(max_length=100)] = "") -> Template:
        """What a person was in and is over, newest first; a search looks only through what a representative may read."""
        async with parts.store.reading() as session:
            found = await _over(session, q.strip())
            names = {one.id: one.name for one in await session.scalars(select(Representative))}
        context = {"me": me, "site": parts.settings.site_name, "rows": found, "names": names, "q": q, "most": MOST}
        return Template("ended.html", context=context)

    @get("/replies")
    async def replies(self, me: Me, parts: Given) -> Template:
        """The ready replies, to be read and changed."""
        return Template("replies.html", context=await _replies(parts, me))

    @post("/replies", status_code=200)
    async def add(self, me: Me, parts: Given, data: URLEncodedBody[ReadyReply]) -> Response[Any]:
        """Adds one."""
        return await _keep(parts, me, None, data)

    @post("/replies/{number:int}", status_code=200)
    async def change(self, me: Me, parts: Given, number: FromPath[int], data: URLEncodedBody[ReadyReply]) -> Response[Any]:
        """Changes one."""
        return await _keep(parts, me, number, data)

    @post("/replies/{number:int}/remove", status_code=303)
    async def remove(self, me: Me, parts: Given, number: FromPath[int]) -> Redirect:
        """Removes one."""
        async with parts.store.writing() as session:
            await session.delete(await _ready(session, number))
            accounts.note(session, me, "ready_reply_removed", str(number))
        return Redirect("/desk/replies", status_code=303)


async def _over(session: AsyncSession, wanted: str) -> list[tuple[Conversation, Handoff]]:
    both = select(Conversation, Handoff).join(Handoff, Handoff.conversation_id == Conversation.id)
    over = both.where(Handoff.closed_at.is_not(None), Handoff.taken_at.is_not(None))
    if wanted:
        inside = json.dumps(wanted)[1:-1].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        hits = select(Entry.conversation_id).where(cast(Entry.body, String).ilike(f"%{inside}%", escape="\\"))
        over = over.where(Conversation.id.in_(hits))
    rows = (await session.execute(over.order_by(Handoff.closed_at.desc()).limit(MOST))).all()
    return [(one, closed) for one, closed in rows if not wanted or await _may_be_read(session, one, wanted)]


async def _may_be_read(session: AsyncSession, conversation: Conversation, wanted: str) -> bool:
    """The store was searched whole; what the visitor did not pass on must not be found by it."""
    return any(wanted.lower() in one.text.lower() for one in await view.said_in(session, conversation))


async def _replies(parts: Any, me: Representative, problem: Problem | None = None) -> dict[str, Any]:
    async with parts.store.reading() as session:
        ready = (await session.scalars(select(CannedReply).order_by(CannedReply.title))).all()
    return {"me": me, "site": parts.settings.site_name, "ready": ready, "problem": problem and problem.detail}


async def _keep(parts: Any, me: Representative, number: int | None, data: ReadyReply) -> Response[Any]:
    title, text = " ".join(data.title.split()), data.text.strip()
    if not title or not text:
        problem = Problem(422, "invalid", "A ready reply needs a title and a text.")
        return Template("replies.html", context=await _replies(parts, me, problem), status_code=422)
    async with parts.store.writing() as session:
        if number is None:
            session.add(CannedReply(title=title, text=text))
        else:
            kept = await _ready(session, number)
            kept.title, kept.text = title, text
        accounts.note(session, me, "ready_reply_changed", title)
    return Redirect("/desk/replies", status_code=303)


async def _ready(session: AsyncSession, number: int) -> CannedReply:
    found = await session.get(CannedReply, number)
    if found is None:
        raise Problem(404, "not-found", "There is no such ready reply.")
    return found
