"""The visitor API's calls about a person: asking for one, waiting, leaving, typing."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from litestar import Controller, Response, delete, get, post, put
from litestar.params import JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import callbacks, handoff
from gateway import conversation as conversations
from gateway.any_desk import Reachable
from gateway.bodies import BriefChange, CallbackWish
from gateway.brief import Brief, brief_of, change, lines_of
from gateway.contacts import danger_cards
from gateway.desk_tables import Callback
from gateway.log import append_notice, stamp
from gateway.parts import Parts
from gateway.problems import Problem
from gateway.sealing import CannotOpen
from gateway.store import Conversation
from gateway.visitor import Given, Id, Web, own, token_of
from gateway.words import word


class Person(Controller):
    """What a visitor may do about a person."""

    path = "/api/conversations"

    @post("/{conversation_id:str}/handoff", status_code=202)
    async def ask(self, request: Web, conversation_id: Id, parts: Given) -> Response[dict[str, Any]]:
        """Puts the visitor into the queue, or says when somebody can be reached. Asking twice is asking once."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            if found.state == "ended":
                raise Problem(409, "ended", "This conversation has ended. Begin a new one.")
            if found.state == "guide":
                reachable = await parts.desk.reachable(session)
                if not reachable.available:
                    await _nobody(session, found, parts, reachable)
                    parts.wakeups.look_again(conversation_id)
                    opens_at = stamp(reachable.opens_at) if reachable.opens_at else None
                    return Response({"available": False, "opens_at": opens_at}, status_code=200)
                await _ask(session, found)
            state = await handoff.as_state(session, found)
        _tell(parts, conversation_id)
        return Response({"available": True, **state}, status_code=202)

    @delete("/{conversation_id:str}/handoff", status_code=200)
    async def stop(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """Stops waiting, or leaves the representative; the guide has the turn. Where it has it already, nothing changes."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            if found.state == "waiting":
                await handoff.stop_waiting(session, found)
            elif found.state == "live":
                await handoff.leave(session, found)
            state = await handoff.as_state(session, found)
        _tell(parts, conversation_id)
        return state

    @get("/{conversation_id:str}/brief")
    async def brief(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """What a representative would see; until the visitor has decided, only danger, the last message and the topics."""
        async with parts.store.reading() as session:
            found = await conversations.access(session, conversation_id, token_of(request))
            return _as_brief(brief_of(found, await lines_of(session, conversation_id)))

    @put("/{conversation_id:str}/brief")
    async def change_brief(self, request: Web, conversation_id: Id, data: JSONBody[BriefChange], parts: Given) -> dict[str, Any]:
        """Takes the visitor's decision. Danger is shown to the representative whatever it is."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            change(found, data.share, data.text)
            told = _as_brief(brief_of(found, await lines_of(session, conversation_id)))
        parts.desk.changed(conversation_id)
        return told

    @get("/{conversation_id:str}/callback")
    async def callback(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """The form, and the callback as it stands."""
        async with parts.store.reading() as session:
            found = await conversations.access(session, conversation_id, token_of(request))
            form = callbacks.form_card(parts.settings) if callbacks.offered_to(found) else None
            return {"form": form, "callback": _as_callback(parts, await callbacks.of(session, found))}

    @post("/{conversation_id:str}/callback", status_code=201)
    async def wish(self, request: Web, conversation_id: Id, data: JSONBody[CallbackWish], parts: Given) -> dict[str, Any]:
        """Keeps the wish to be called back, or changes it."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            parts.limits.check_message(conversation_id)
            kept = await callbacks.record(session, found, data, parts.settings, parts.sealing)
            told = _as_callback(parts, kept)
        _tell(parts, conversation_id)
        return {"callback": told}

    @delete("/{conversation_id:str}/callback", status_code=204)
    async def no_callback(self, request: Web, conversation_id: Id, parts: Given) -> None:
        """Cancels it; name and address are gone at once."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            await callbacks.cancel(session, found)
        await parts.store.sweep_deleted()
        _tell(parts, conversation_id)

    @post("/{conversation_id:str}/typing", status_code=204)
    async def typing(self, request: Web, conversation_id: Id, parts: Given) -> None:
        """Shows the visitor as typing to a representative; nothing is stored."""
        found = await own(request, parts, conversation_id)
        if found.state == "live":
            parts.wakeups.set_writing(conversation_id, "visitor")
            parts.desk.changed(conversation_id)


async def _nobody(session: AsyncSession, conversation: Conversation, parts: Parts, reachable: Reachable) -> None:
    """Says in the talk that nobody is there, with contacts and the form; pressing again does not say it again."""
    if parts.limits.says_anew("nobody", conversation.id):
        await append_notice(session, conversation, "nobody_there", danger_cards(conversation.danger))
        await callbacks.offer(session, conversation, parts.settings, reachable.opens_at)


def _as_callback(parts: Parts, callback: Callback | None) -> dict[str, Any] | None:
    if callback is None:
        return None
    try:
        kept = parts.sealing.open(callback.sealed)
    except CannotOpen:  # the owner has changed the key; the time still stands
        kept = {}
    local = callback.due_at.astimezone(ZoneInfo(callback.zone))
    when = {"day": local.strftime("%Y-%m-%d"), "time": local.strftime("%H:%M"), "zone": callback.zone}
    return {**kept, **when, "voicemail": kept.get("voicemail") == "yes", "status": callback.status}


def _as_brief(brief: Brief) -> dict[str, Any]:
    danger = [{"kind": kind, "level": level} for kind, level in brief.danger.items()]
    told = {"share": brief.share, "text": brief.text, "topics": brief.topics, "last_message": brief.last_message}
    return {**told, "danger": danger, "always": word("brief_always")}


async def _ask(session: AsyncSession, conversation: Conversation) -> None:
    """By the button. In danger the contacts come first, and it is said what this person is."""
    if conversation.danger:
        await append_notice(session, conversation, "person_in_danger", danger_cards(conversation.danger))
    await handoff.ask(session, conversation, "visitor")


def _tell(parts: Parts, conversation_id: str) -> None:
    parts.wakeups.look_again(conversation_id)
    parts.desk.changed(conversation_id)
    parts.answering.nudge(conversation_id)
    parts.checking.nudge()
    parts.clock.ring()
