"""The input channel that the gateway calls: it checks the secret, never runs a message twice, and says when it failed.

The contract is in docs/door.md. Rasa's own ``rest`` channel has no secret, logs texts, swallows failures and cannot
tell a repeat.
"""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from channel.answer import answer_to, was_asked
from channel.silence import Silence
from channel.turn import TurnFailed, erase_conversation, run_turn
from channel.wire import BadMessage, read_message, read_text

logger = logging.getLogger(__name__)

SECRET_VARIABLE = "CRG_CHANNEL_SECRET"


class GuideDoor(InputChannel):
    """``/webhooks/guide/…``: messages, looking at a text, erasure, health."""

    def __init__(self, secret: str | None = None) -> None:
        self._secret = secret or os.environ.get(SECRET_VARIABLE, "")
        if not self._secret:
            logger.warning("%s is not set: the guide's door answers 401 to everybody.", SECRET_VARIABLE)

    @classmethod
    def name(cls) -> str:
        """The part of the address that is this channel's."""
        return "guide"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GuideDoor:
        """Rasa calls this with what credentials.yml says."""
        return cls((credentials or {}).get("secret"))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Returns the routes. Messages go to the agent directly: ``on_new_message`` swallows what went wrong."""
        door = Blueprint("guide_door", __name__)

        @door.middleware("request")  # type: ignore[misc]
        async def check_secret(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if self._secret and hmac.compare_digest(given.encode(), self._secret.encode()):
                return None
            return json({"error": "The channel secret is missing or wrong."}, status=401)

        @door.post("/messages")  # type: ignore[misc]
        async def messages(request: Request) -> HTTPResponse:
            return await _answer(request)

        @door.post("/parse")  # type: ignore[misc]
        async def parse(request: Request) -> HTTPResponse:
            return await _look(request)

        @door.delete("/conversations/<conversation:str>")  # type: ignore[misc]
        async def conversations(request: Request, conversation: str) -> HTTPResponse:
            await erase_conversation(request.app.ctx.agent, conversation)
            return empty(204)

        @door.get("/health")  # type: ignore[misc]
        async def health(request: Request) -> HTTPResponse:
            found = {"model": _ready(request.app.ctx.agent), "actions": await _actions_reachable(request.app.ctx.agent)}
            return json(found, status=200 if all(found.values()) else 503)

        return door


async def _answer(request: Request) -> HTTPResponse:
    try:
        asked = read_message(request.body)
    except BadMessage as problem:
        return json({"error": str(problem)}, status=422)
    agent: Agent = request.app.ctx.agent
    if not _ready(agent):
        return json({"error": "The guide has no model loaded yet."}, status=503)
    try:
        async with agent.lock_store.lock(asked.conversation):
            tracker = await agent.tracker_store.retrieve_full_tracker(asked.conversation)
            repeated = tracker is not None and was_asked(tracker, asked.id)
            if tracker is None or not repeated:
                tracker = await run_turn(agent.processor, asked.as_user_message(Silence()))
            return json({**answer_to(tracker, asked.id), "repeated": repeated})
    except TurnFailed as problem:
        logger.error("A turn failed and was not kept: %s", problem)
        return json({"error": str(problem)}, status=503)


async def _look(request: Request) -> HTTPResponse:
    """What Rasa's own ``/model/parse`` does, behind our secret, and answering no more than what was seen."""
    try:
        said = read_text(request.body)
    except BadMessage as problem:
        return json({"error": str(problem)}, status=422)
    agent: Agent = request.app.ctx.agent
    if not _ready(agent):
        return json({"error": "The guide has no model loaded yet."}, status=503)
    parsed = await agent.parse_message(said)
    return json({"danger": parsed.get("danger")})


def _ready(agent: Agent | None) -> bool:
    return agent is not None and agent.is_ready()


async def _actions_reachable(agent: Agent | None) -> bool:
    if agent is None or agent.action_endpoint is None:
        return False
    address = agent.action_endpoint.url.removesuffix("/webhook") + "/health"
    try:
        limit = aiohttp.ClientTimeout(total=2)
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(address) as response:
            return bool(response.status == 200)
    except (aiohttp.ClientError, TimeoutError):
        return False
