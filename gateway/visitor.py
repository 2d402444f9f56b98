"""The visitor API: what the widget speaks with the gateway about one conversation. The contract is fixed."""

from __future__ import annotations

import re
from typing import Annotated, Any

from litestar import Controller, MediaType, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter
from litestar.response import ServerSentEvent

from gateway import conversation as conversations
from gateway import handoff
from gateway.bodies import LARGEST_SEQ, NewConversation, NewMessage, Opinion, ReadUpTo, checked_text
from gateway.log import append_notice, log_after, stamp
from gateway.masking import mask
from gateway.parts import Parts
from gateway.problems import Problem, not_found
from gateway.store import Conversation
from gateway.stream import poll, stream
from gateway.transcript import as_text
from gateway.words import notice

Web = Request[Any, Any, Any]
Id = FromPath[str]
Given = NamedDependency[Parts]
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
TEXT = MediaType.TEXT


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
        async with parts.store.writing() as session:
            begun, token, fresh = await conversations.begin(
                session, parts.key, str(data.id), data.notice, data.page, data.locale, parts.settings.keep_days
            )
            if fresh:
                parts.limits.check_begin(request.client.host if request.client else "")
        return {"conversation": begun.id, "token": token}

    @get("/{conversation_id:str}")
    async def snapshot(self, request: Web, conversation_id: Id, parts: Given) -> dict[str, Any]:
        """State, place in the queue, who is there, how far the log goes, when it is erased."""
        async with parts.store.reading() as session:
            found = await conversations.access(session, conversation_id, token_of(request))
            turn = await handoff.as_state(session, found)
        return {
            **{name: turn[name] for name in ("state", "position", "representative")},
            "last_seq": found.last_seq,
            "expires_at": stamp(found.expires_at),
        }

    @post("/{conversation_id:str}/messages", status_code=202)
    async def message(self, request: Web, conversation_id: Id, data: JSONBody[NewMessage], parts: Given) -> dict[str, int]:
        """Takes a message; the same id again gives the same number and is answered once."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            text, masked = mask(checked_text(data))
            seq, fresh = await conversations.take_message(session, found, str(data.id), text, data.choice)
            if fresh and masked:
                await append_notice(session, found, "masked")
            if fresh:
                parts.limits.check_message(conversation_id)
        if fresh:
            parts.wakeups.stop_writing(conversation_id, "visitor")
            parts.wakeups.look_again(conversation_id)
            parts.desk.changed(conversation_id)
            parts.answering.nudge(conversation_id)
            parts.checking.nudge()
        return {"seq": seq}

    @get("/{conversation_id:str}/events")
    async def events(
        self,
        request: Web,
        conversation_id: Id,
        parts: Given,
        after: Annotated[int, Parameter(ge=0, le=LARGEST_SEQ)] = 0,
        wait: Annotated[float, Parameter(ge=0, le=30)] = 0,
    ) -> Response[Any]:
        """The log from a number on: as a stream where ``Accept`` asks for one, else as a long poll."""
        await own(request, parts, conversation_id)
        if "text/event-stream" in request.headers.get("accept", ""):
            lines = stream(parts.store, parts.wakeups, conversation_id, _last_seen(request, after))
            return ServerSentEvent(lines, headers=STREAM_HEADERS)
        found = await poll(parts.store, parts.wakeups, conversation_id, after, wait)
        if found is None:
            raise not_found()
        return Response(found)

    @post("/{conversation_id:str}/read", status_code=204)
    async def read(self, request: Web, conversation_id: Id, data: JSONBody[ReadUpTo], parts: Given) -> None:
        """Marks how far the visitor has read."""
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request), to_change=True)
            found.read_seq = max(found.read_seq, min(data.seq, found.last_seq))
            with_person = found.state == "live"
        if with_person:
            parts.desk.changed(conversation_id)

    @post("/{conversation_id:str}/feedback", status_code=204)
    async def feedback(self, request: Web, conversation_id: Id, data: JSONBody[Opinion], parts: Given) -> None:
        """Keeps an opinion on an answer, or on the whole."""
        on_answer = data.seq is not None and data.helpful is not None and data.rating is None
        on_whole = data.seq is None and data.helpful is None and data.rating is not None
        if not (on_answer or on_whole):
            raise Problem(422, "invalid", "Give either seq and helpful, or rating (1 to 5) with a comment if you like.")
        async with parts.store.writing() as session:
            found = await conversations.access(session, conversation_id, token_of(request))
            opinion = {"seq": data.seq, "helpful": data.helpful, "rating": data.rating, "comment": mask(data.comment)[0]}
            await conversations.note_feedback(session, found, **opinion)

    @get("/{conversation_id:str}/transcript", media_type=TEXT)
    async def transcript(self, request: Web, conversation_id: Id, parts: Given) -> Response[str]:
        """The conversation as plain text, as the visitor saw it."""
        await own(request, parts, conversation_id)
        async with parts.store.reading() as session:
            lines = await log_after(session, conversation_id, 0, most=100_000)
        return Response(as_text(lines, parts.settings.site_name), media_type=TEXT)

    @delete("/{conversation_id:str}", status_code=204)
    async def erase(self, request: Web, conversation_id: Id, parts: Given) -> None:
        """Erases the conversation everywhere."""
        await own(request, parts, conversation_id)
        await parts.erasing.erase(conversation_id)
        parts.desk.changed(conversation_id)


def token_of(request: Web) -> str:
    """Returns the token that a request brings."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _last_seen(request: Web, otherwise: int) -> int:
    """Returns the number that the client read last; a header that is no number of ours counts as absent."""
    last = request.headers.get("last-event-id", "")
    return int(last) if re.fullmatch("[0-9]{1,9}", last) else otherwise


async def own(request: Web, parts: Parts, conversation_id: str) -> Conversation:
    """Returns the request's own conversation, to look at."""
    async with parts.store.reading() as session:
        return await conversations.access(session, conversation_id, token_of(request))
