"""The visitor API: what the widget speaks with the gateway. The contract is fixed; see docs/visitor-api.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter
from litestar.response import ServerSentEvent
from msgspec import Meta

from gateway import conversation as conversations
from gateway.contacts import emergency_cards
from gateway.parts import Parts
from gateway.problems import Problem, not_built_yet, not_found
from gateway.store import Conversation, now
from gateway.stream import poll, stream
from gateway.transcript import as_text
from gateway.words import notice, word

LONGEST_TEXT = 2000
Web = Request[Any, Any, Any]
Id = FromPath[str]
Given = NamedDependency[Parts]
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class NewConversation(msgspec.Struct, forbid_unknown_fields=True):
    """Body of the call that begins a conversation."""

    id: UUID
    notice: str
    page: Annotated[str, Meta(max_length=2000)] | None = None
    locale: Annotated[str, Meta(max_length=16)] = "en"


class NewMessage(msgspec.Struct, forbid_unknown_fields=True):
    """Body of a visitor's message: a text or a choice."""

    id: UUID
    text: str | None = None
    choice: str | None = None


class Opinion(msgspec.Struct, forbid_unknown_fields=True):
    """Body of feedback: on one answer, or on the whole."""

    seq: int | None = None
    helpful: bool | None = None
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    comment: Annotated[str, Meta(max_length=2000)] | None = None


class ReadUpTo(msgspec.Struct, forbid_unknown_fields=True):
    """Body of the read mark."""

    seq: Annotated[int, Meta(ge=0)]


class Site(Controller):
    """What a visitor may know before anything is stored."""

    path = "/api"

    @get("/site", cache_control=None)
    async def site(self, parts: Given) -> dict[str, Any]:
        """Name, notice, what is kept, the way out, emergency contacts, what is on."""
        settings = parts.settings
        return {
            "name": settings.site_name,
            "opening_line": word("opening_line"),
            "notice": notice(settings.keep_days),
            "kept": {"text": word("kept", days=settings.keep_days), "days": settings.keep_days},
            "policy_url": settings.policy_url,
            "exit_url": settings.exit_url,
            "emergency_contacts": emergency_cards(),
            "representative": {"available": False, "opens_at": None},
            "features": {"handoff": False, "callback": False, "feedback": True, "transcript": True, "erase": True},
            "longest_text": LONGEST_TEXT,
        }


class Conversations(Controller):
    """The conversations of visitors; all but the first call need the conversation's own token."""

    path = "/api/conversations"

    @post("/", status_code=201)
    async def begin(self, request: Web, data: JSONBody[NewConversation], parts: Given) -> dict[str, str]:
        """Begins a conversation. The notice must be the one that is shown now."""
        if data.notice != notice(parts.settings.keep_days)["id"]:
            raise Problem(
                422, "notice-changed", "notice: this is not the notice shown now. Read GET /api/site again and show it."
            )
        parts.limits.check_begin(request.client.host if request.client else "")
        async with parts.sessions.begin() as session:
            begun, token = await conversations.begin(
                session, parts.key, str(data.id), data.notice, data.page, data.locale, parts.settings.keep_days
            )
        return {"conversation": begun.id, "token": token}

    @get("/{conversation_id:str}")
    async def snapshot(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """State, place in the queue, who is there, how far the log goes, when it is erased."""
        found = await _own(request, parts, conversation_id)
        return {
            "state": found.state,
            "position": None,
            "representative": None,
            "last_seq": found.last_seq,
            "expires_at": found.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    @post("/{conversation_id:str}/messages", status_code=202)
    async def message(self, request: Web, conversation_id: Id, data: JSONBody[NewMessage], parts: Given) -> dict[str, int]:
        """Takes a message; the same id again gives the same number and is answered once."""
        await _own(request, parts, conversation_id)
        text = _checked_text(data)
        async with parts.sessions.begin() as session:
            found = await conversations.access(session, conversation_id, _token(request))
            seq, fresh = await conversations.take_message(session, found, str(data.id), text, data.choice)
            if fresh:
                parts.limits.check_message(conversation_id)
        if fresh:
            parts.wakeups.look_again(conversation_id)
            parts.answering.nudge(conversation_id)
        return {"seq": seq}

    @get("/{conversation_id:str}/events")
    async def events(
        self,
        request: Web,
        conversation_id: Id,
        parts: Given,
        after: Annotated[int, Parameter(ge=0)] = 0,
        wait: Annotated[float, Parameter(ge=0, le=30)] = 0,
    ) -> Response[Any]:
        """The log from a number on: as a stream where ``Accept`` asks for one, else as a long poll."""
        await _own(request, parts, conversation_id)
        if "text/event-stream" in request.headers.get("accept", ""):
            last = request.headers.get("last-event-id", "")
            start = int(last) if last.isdigit() else after
            lines = stream(parts.sessions, parts.wakeups, conversation_id, start)
            return ServerSentEvent(lines, headers=STREAM_HEADERS)
        found = await poll(parts.sessions, parts.wakeups, conversation_id, after, wait)
        if found is None:
            raise not_found()
        return Response(found, headers={"Cache-Control": "no-store"})

    @post("/{conversation_id:str}/handoff", status_code=200)
    async def ask_for_person(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """Nobody can be reached in the chat yet, and this says so."""
        await _own(request, parts, conversation_id)
        return {"available": False, "opens_at": None}

    @delete("/{conversation_id:str}/handoff", status_code=200)
    async def stop_waiting(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """Stops waiting; the guide has the turn."""
        found = await _own(request, parts, conversation_id)
        return {"state": found.state}

    @get("/{conversation_id:str}/brief")
    async def brief(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """Comes with the live representative."""
        await _own(request, parts, conversation_id)
        raise not_built_yet("The brief for a representative")

    @put("/{conversation_id:str}/brief")
    async def change_brief(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """Comes with the live representative."""
        await _own(request, parts, conversation_id)
        raise not_built_yet("The brief for a representative")

    @post("/{conversation_id:str}/callback")
    async def callback(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """Comes with the live representative."""
        await _own(request, parts, conversation_id)
        raise not_built_yet("The callback form")

    @post("/{conversation_id:str}/read", status_code=204)
    async def read(self, request: Web, conversation_id: Id, data: JSONBody[ReadUpTo], parts: Given) -> None:
        """Marks how far the visitor has read."""
        async with parts.sessions.begin() as session:
            found = await conversations.access(session, conversation_id, _token(request))
            found.read_seq = max(found.read_seq, min(data.seq, found.last_seq))

    @post("/{conversation_id:str}/typing", status_code=204)
    async def typing(self, request: Web, conversation_id: Id, parts: Given) -> None:
        """The guide does not look at typing; the call is there for clients, and nothing is stored."""
        await _own(request, parts, conversation_id)

    @post("/{conversation_id:str}/feedback", status_code=204)
    async def feedback(self, request: Web, conversation_id: Id, data: JSONBody[Opinion], parts: Given) -> None:
        """Keeps an opinion on an answer, or on the whole."""
        on_answer, on_whole = data.seq is not None and data.helpful is not None, data.rating is not None
        if on_answer == on_whole:
            raise Problem(422, "invalid", "Give either seq and helpful, or rating (1 to 5) with a comment if you like.")
        async with parts.sessions.begin() as session:
            found = await conversations.access(session, conversation_id, _token(request))
            opinion = {"seq": data.seq, "helpful": data.helpful, "rating": data.rating, "comment": data.comment}
            await conversations.note_feedback(session, found, **opinion)

    @get("/{conversation_id:str}/transcript", media_type="text/plain; charset=utf-8")
    async def transcript(self, request: Web, conversation_id: Id, parts: Given) -> Response[str]:
        """The conversation as plain text, as the visitor saw it."""
        await _own(request, parts, conversation_id)
        async with parts.sessions.begin() as session:
            lines = await conversations.log_after(session, conversation_id, 0, most=100_000)
        return Response(
            as_text(lines, parts.settings.site_name),
            media_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )

    @delete("/{conversation_id:str}", status_code=204)
    async def erase(self, request: Web, conversation_id: Id, parts: Given) -> None:
        """Erases the conversation everywhere."""
        await _own(request, parts, conversation_id)
        await parts.erasing.erase(conversation_id)


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


def _checked_text(data: NewMessage) -> str | None:
    if (data.text is None) == (data.choice is None):
        raise Problem(422, "invalid", "Give either text or choice.")
    if data.text is None:
        return None
    text = data.text.strip().replace("\x00", "")
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise Problem(422, "invalid", f"text: 1 to {LONGEST_TEXT} characters after trimming; this has {len(text)}.")
    return text


def _token(request: Web) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip()


async def _own(request: Web, parts: Parts, conversation_id: str) -> Conversation:
    async with parts.sessions.begin() as session:
        return await conversations.access(session, conversation_id, _token(request))


async def _store_answers(parts: Parts) -> bool:
    try:
        async with parts.sessions.begin() as session:
            await session.get(Conversation, f"none-{now():%s}")
        return True
    except Exception:  # whatever is wrong with the store, the answer is that it is not there
        return False
