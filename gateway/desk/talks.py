"""The desk's main pages: the queue, one conversation, and what a representative does in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery, Parameter, URLEncodedBody
from litestar.response import Redirect, ServerSentEvent, ServerSentEventMessage, Template
from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import handoff
from gateway.bodies import LARGEST_SEQ, LONGEST_TEXT
from gateway.contacts import contact_cards
from gateway.conversation import held
from gateway.desk import accounts, view
from gateway.desk.guard import COOKIE, Given, Me, Web, only_admin
from gateway.desk_tables import Draft, Note, Representative
from gateway.own_desk import ALL
from gateway.parts import Parts
from gateway.problems import Problem
from gateway.store import Conversation, Entry, now

Id = FromPath[str]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Number = Annotated[int, Parameter(ge=0, le=LARGEST_SEQ)]
BEAT_S = 15.0
GATHER_S = 0.05  # several things at once are one look


class Reply(msgspec.Struct):
    """The reply form; ``seen`` is the last line that was on the screen when it was begun."""

    message: UUID
    text: Text = ""
    contact: str = ""
    seen: Annotated[int, Meta(ge=0, le=LARGEST_SEQ)] = 0


class OneText(msgspec.Struct):
    """A form with one text."""

    text: Text = ""


class Choice(msgspec.Struct):
    """A form with one choice."""

    to: Annotated[str, Meta(max_length=64)] = ""


class Status(msgspec.Struct):
    """Here or away."""

    status: str


class Talks(Controller):
    """Queue and conversations."""

    path = "/desk"

    @get("/")
    async def all(self, me: Me, parts: Given) -> Template:
        """The queue, with nothing open."""
        return await _page(parts, me, None)

    @get("/queue")
    async def queue(self, me: Me, parts: Given, at: FromQuery[str] = "") -> Template:
        """The list alone, fetched again whenever something is new. ``at`` is what is open beside it."""
        async with parts.store.reading() as session:
            rows = await view.rows(session, parts, me)
        return Template("_queue.html", context={"rows": rows, "me": me, "open": at})

    @get("/talks/{talk:str}")
    async def open(self, me: Me, parts: Given, talk: Id) -> Template:
        """One conversation, with the queue beside it. That it was read is recorded."""
        async with parts.store.writing() as session:
            await view.fetch(session, talk)
            accounts.note(session, me, "read_conversation", talk)
        return await _page(parts, me, talk)

    @get("/talks/{talk:str}/new")
    async def new(
        self, me: Me, parts: Given, talk: Id, after: Number = 0, was: FromQuery[str] = "", unchecked: FromQuery[str] = ""
    ) -> Response[Any]:
        """What was said since, and what was looked at since; where the page is for something else now, it is made anew."""
        parts.looking.looks(talk, me.id)
        async with parts.store.reading() as session:
            found = await view.fetch(session, talk)
            if view.mode(found, me) != was:
                return Response("", headers={"HX-Refresh": "true"})
            messages = await view.said_in(session, found)
        fresh = [one for one in messages if one.seq > after]
        asked = set(unchecked.split(","))
        changed = [one for one in messages if str(one.seq) in asked and one.check != "not checked"]
        if not fresh and not changed:
            return Response("", status_code=204)
        left = view.unchecked([one for one in messages if str(one.seq) in asked or one.seq > after])
        context = {"messages": fresh, "changed": changed, "talk": found, "last": found.last_seq, "mode": was, "unchecked": left}
        return Template("_new.html", context=context)

    @get("/talks/{talk:str}/status")
    async def status(self, me: Me, parts: Given, talk: Id) -> Template:
        """Who looks, who writes, what was read."""
        async with parts.store.reading() as session:
            found = await view.fetch(session, talk)
            return Template("_status.html", context={"status": await view.status(session, parts, found, me), "talk": found})

    @get("/talks/{talk:str}/side")
    async def side(self, me: Me, parts: Given, talk: Id) -> Template:
        """The brief and the notes."""
        async with parts.store.reading() as session:
            found = await view.fetch(session, talk)
            context = {"talk": found, "me": me, "mode": view.mode(found, me), **await view.side(session, parts, found, me)}
        return Template("_brief.html", context=context)

    @post("/take", status_code=303)
    async def take_next(self, me: Me, parts: Given) -> Redirect:
        """Takes whoever is first in line."""
        async with parts.store.reading() as session:
            first = next((row.id for row in await view.rows(session, parts, me) if row.state == "waiting"), None)
        if first is None:
            raise Problem(409, "nobody-waits", "Nobody waits.")
        await _move(parts, first, me, "take", parts.settings.parallel_most)
        return Redirect(f"/desk/talks/{first}", status_code=303)

    @post("/talks/{talk:str}/take", status_code=303)
    async def take(self, me: Me, parts: Given, talk: Id) -> Redirect:
        """Takes one who waits."""
        await _move(parts, talk, me, "take", parts.settings.parallel_most)
        return Redirect(f"/desk/talks/{talk}", status_code=303)

    @post("/talks/{talk:str}/hand-back", status_code=303)
    async def hand_back(self, me: Me, parts: Given, talk: Id) -> Redirect:
        """Gives it back to the guide."""
        await _move(parts, talk, me, "hand_back")
        return Redirect("/desk", status_code=303)

    @post("/talks/{talk:str}/pass-on", status_code=303)
    async def pass_on(self, me: Me, parts: Given, talk: Id, data: URLEncodedBody[Choice]) -> Redirect:
        """Gives it to a colleague."""
        async with parts.store.reading() as session:
            colleague = await accounts.get(session, data.to)
        await _move(parts, talk, me, "pass_on", colleague, parts.settings.parallel_most)
        return Redirect("/desk", status_code=303)

    @post("/talks/{talk:str}/end", status_code=303)
    async def end(self, me: Me, parts: Given, talk: Id, data: URLEncodedBody[Choice]) -> Redirect:
        """Ends it with an outcome."""
        await _move(parts, talk, me, "end", data.to)
        return Redirect("/desk", status_code=303)

    @post("/talks/{talk:str}/reply", status_code=200)
    async def reply(self, me: Me, parts: Given, talk: Id, data: URLEncodedBody[Reply]) -> Template:
        """Says something. Where a colleague has said something that was not on the screen yet, shows that first."""
        text, cards = data.text.strip(), _cards(data.contact)
        if not text and not cards:
            raise Problem(422, "invalid", "Write something, or choose a contact.")
        async with parts.store.writing() as session:
            found = await held(session, talk)
            if found is None:
                raise _not_here()
            crossed = await _colleagues_words(session, talk, data.seen, me) if found.last_seq > data.seen else []
            if not crossed:
                await handoff.say(session, found, me, str(data.message), text or cards[0]["text"], cards)
        if not crossed:  # the visitor first, the new form after
            parts.wakeups.stop_writing(talk, "representative")
            parts.wakeups.look_again(talk)
            parts.desk.changed(talk)
        async with parts.store.writing() as session:
            await _keep_draft(session, talk, me, data.text if crossed else "")
            context = {"talk": found, "me": me, "crossed": crossed, **await view.reply(session, parts, found, me)}
        return Template("_reply.html", context=context | ({"contact": data.contact} if crossed else {}))

    @post("/talks/{talk:str}/typing", status_code=204)
    async def typing(self, me: Me, parts: Given, talk: Id) -> None:
        """Shows the holder as typing to the visitor, and everybody to their colleagues."""
        async with parts.store.reading() as session:
            found = await view.fetch(session, talk)
        parts.looking.writes(talk, me.id)
        if view.mode(found, me) == "mine":
            parts.wakeups.set_writing(talk, "representative")
        parts.desk.changed(talk)

    @post("/talks/{talk:str}/draft", status_code=204)
    async def draft(self, me: Me, parts: Given, talk: Id, data: URLEncodedBody[OneText]) -> None:
        """Keeps a reply that was begun."""
        async with parts.store.writing() as session:
            await view.fetch(session, talk)
            await _keep_draft(session, talk, me, data.text)

    @post("/talks/{talk:str}/note", status_code=200)
    async def note(self, me: Me, parts: Given, talk: Id, data: URLEncodedBody[OneText]) -> Template:
        """Writes a private note."""
        if not data.text.strip():
            raise Problem(422, "invalid", "The note is empty.")
        async with parts.store.writing() as session:
            found = await view.fetch(session, talk)
            session.add(Note(conversation_id=talk, representative_id=me.id, text=data.text.strip(), at=now()))
            await session.flush()
            context = {"talk": found, "me": me, "mode": view.mode(found, me), **await view.side(session, parts, found, me)}
        parts.desk.changed(talk)
        return Template("_brief.html", context=context)

    @post("/talks/{talk:str}/erase", status_code=303)
    async def erase(self, me: Me, parts: Given, talk: Id) -> Redirect:
        """Erases a conversation everywhere; admins only."""
        only_admin(me)
        async with parts.store.writing() as session:
            await view.fetch(session, talk)
            accounts.note(session, me, "erased_conversation", talk)
        await parts.erasing.erase(talk)
        parts.desk.changed(talk)
        return Redirect("/desk/ended", status_code=303)

    @post("/presence", status_code=204)
    async def presence(self, me: Me, parts: Given, data: URLEncodedBody[Status]) -> None:
        """Here or away."""
        if data.status not in ("here", "away"):
            raise Problem(422, "invalid", "status: here or away.")
        async with parts.store.writing() as session:
            (await accounts.get(session, me.id)).status = data.status
        parts.desk.changed("")

    @get("/events")
    async def events(self, request: Web, me: Me, parts: Given) -> ServerSentEvent:
        """Says "look again". While this is open, the representative is seen to be there."""
        return ServerSentEvent(_looks(parts, request.cookies.get(COOKIE, "")), headers={"Cache-Control": "no-store"})


async def _looks(parts: Parts, token: str) -> AsyncIterator[ServerSentEventMessage]:
    with parts.wakeups.watch(ALL) as watch:
        while await _seen(parts, token):
            yield ServerSentEventMessage(event="look", data="1")
            until = asyncio.get_running_loop().time() + BEAT_S
            await watch.wait(BEAT_S)
            while asyncio.get_running_loop().time() < until:
                await asyncio.sleep(GATHER_S)
                yield ServerSentEventMessage(event="look", data="1")
                await watch.wait(max(0.01, until - asyncio.get_running_loop().time()))
        yield ServerSentEventMessage(event="over", data="1")


async def _seen(parts: Parts, token: str) -> bool:
    """Notes that a page is open; False where its session is over."""
    async with parts.store.writing() as session:
        me = await accounts.signed_in(session, token)
        if me is None:
            return False
        me.seen_at = now()
    return True


async def _page(parts: Parts, me: Representative, talk: str | None) -> Template:
    async with parts.store.reading() as session:
        context: dict[str, Any] = {
            "me": me,
            "site": parts.settings.site_name,
            "rows": await view.rows(session, parts, me),
            "at": talk,
        }
        if talk is not None:
            parts.looking.looks(talk, me.id)
            context |= await view.whole(session, parts, await view.fetch(session, talk), me)
    return Template("talks.html", context=context)


async def _held(session: AsyncSession, talk: str) -> Conversation:
    await view.fetch(session, talk)
    found = await held(session, talk)
    if found is None:
        raise _not_here()
    return found


def _not_here() -> Problem:
    return Problem(404, "not-found", "There is no such conversation here. It may have been erased.")


async def _move(parts: Parts, talk: str, me: Representative, move: str, *more: Any) -> None:
    async with parts.store.writing() as session:
        found = await _held(session, talk)
        await getattr(handoff, move)(session, found, me, *more)
        accounts.note(session, me, move, talk)
    parts.wakeups.look_again(talk)
    parts.desk.changed(talk)
    parts.answering.nudge(talk)
    parts.clock.ring()


async def _colleagues_words(session: AsyncSession, talk: str, seen: int, me: Representative) -> list[str]:
    rows = await session.scalars(select(Entry).where(Entry.conversation_id == talk, Entry.seq > seen).order_by(Entry.seq))
    return [
        f"{row.body.get('name')}: {row.body.get('text')}"
        for row in rows
        if row.body.get("author") == "representative" and row.body.get("name") != me.name
    ]


async def _keep_draft(session: AsyncSession, talk: str, me: Representative, text: str) -> None:
    kept = await session.get(Draft, (talk, me.id))
    if kept is None and text:
        session.add(Draft(conversation_id=talk, representative_id=me.id, text=text))
    elif kept is not None and text:
        kept.text = text
    elif kept is not None:
        await session.delete(kept)
    await session.flush()  # what is read after this in the same transaction must see it


def _cards(contact: str) -> list[dict[str, Any]]:
    if not contact:
        return []
    if contact not in contact_cards():
        raise Problem(422, "invalid", "There is no such contact.")
    return [contact_cards()[contact]]
