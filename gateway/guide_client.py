"""Speaks with the guide through its door (docs/door.md); knows nothing of conversations' state."""

from __future__ import annotations

from typing import Annotated, Any

import httpx
import msgspec

TIMEOUT = httpx.Timeout(30.0, connect=2.0)
SHORT = httpx.Timeout(5.0, connect=2.0)  # somebody waits for it: what is not done by then is done later


class GuideUnreachable(Exception):
    """The guide is not there, still starting, or failed; the same message may be sent again."""


class GuideRefused(Exception):
    """The guide will never take this message."""


class Offer(msgspec.Struct, frozen=True):
    """A choice that the guide hands out: what the visitor reads, and what the guide hears."""

    label: str
    say: str


class Said(msgspec.Struct, frozen=True):
    """One message of an answer."""

    text: str
    choices: list[Offer] = []
    cards: list[dict[str, Any]] = []


class Answer(msgspec.Struct, frozen=True):
    """What the guide answered."""

    messages: Annotated[list[Said], msgspec.Meta(min_length=1)]
    topic: str | None = None
    danger: dict[str, str] | None = None
    orders: list[dict[str, Any]] = []


class Looked(msgspec.Struct, frozen=True):
    """What was seen in a text."""

    danger: dict[str, str] | None


class GuideClient:
    """One HTTP client for one guide."""

    def __init__(self, address: str, secret: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {secret}"}
        self._client = httpx.AsyncClient(base_url=address, headers=headers, timeout=TIMEOUT, transport=transport, trust_env=False)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def ask(self, conversation: str, message_id: str, said: dict[str, str], metadata: dict[str, Any]) -> Answer:
        """Takes one message to the guide.

        Raises:
            GuideUnreachable: try again later with the same id.
            GuideRefused: the message is not one that the guide takes.
        """
        body = {"conversation": conversation, "id": message_id, "metadata": metadata, **said}
        response = await self._send("POST", "/webhooks/guide/messages", json=body)
        if response.status_code == 422:
            raise GuideRefused(response.status_code)
        if response.status_code != 200:
            raise GuideUnreachable(response.status_code)
        try:
            return msgspec.json.decode(response.content, type=Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise GuideUnreachable("not an answer") from problem  # an empty answer too: it is a failure

    async def look(self, text: str) -> dict[str, str] | None:
        """Has a text looked at for danger; no conversation hears of it. Returns ``{"kind", "level"}`` or None.

        Raises:
            GuideUnreachable: it could not be looked at now.
        """
        response = await self._send("POST", "/webhooks/guide/parse", json={"text": text}, timeout=SHORT)
        if response.status_code != 200:
            raise GuideUnreachable(response.status_code)
        try:
            return msgspec.json.decode(response.content, type=Looked).danger
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise GuideUnreachable("not an answer") from problem

    async def erase(self, conversation: str) -> None:
        """Erases what the guide knows of a conversation.

        Raises:
            GuideUnreachable: it could not be told; try again.
        """
        response = await self._send("DELETE", f"/webhooks/guide/conversations/{conversation}", timeout=SHORT)
        if response.status_code != 204:
            raise GuideUnreachable(response.status_code)

    async def health(self) -> dict[str, bool]:
        """Returns ``{"guide": …, "actions": …}``."""
        try:
            response = await self._send("GET", "/webhooks/guide/health", timeout=SHORT)
            found = response.json() if response.status_code in (200, 503) else {}
        except (GuideUnreachable, ValueError):
            found = {}
        known = found if isinstance(found, dict) else {}
        return {"guide": bool(known.get("model")), "actions": bool(known.get("actions"))}

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **options)
        except httpx.HTTPError as problem:
            raise GuideUnreachable(type(problem).__name__) from problem
