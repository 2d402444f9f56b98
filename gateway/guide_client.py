"""Speaks with the guide through its door (docs/door.md); knows nothing of conversations' state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(30.0, connect=2.0)


class GuideUnreachable(Exception):
    """The guide is not there, still starting, or failed; the same message may be sent again."""


class GuideRefused(Exception):
    """The guide will never take this message."""


@dataclass(frozen=True)
class Answer:
    """What the guide answered: messages, topic, danger, orders."""

    messages: list[dict[str, Any]]
    topic: str | None
    danger: dict[str, str] | None
    orders: list[dict[str, Any]]


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
        answer = response.json()
        if not answer.get("messages"):
            raise GuideUnreachable("empty")
        return Answer(answer["messages"], answer.get("topic"), answer.get("danger"), answer.get("orders") or [])

    async def erase(self, conversation: str) -> None:
        """Erases what the guide knows of a conversation.

        Raises:
            GuideUnreachable: it could not be told; try again.
        """
        response = await self._send("DELETE", f"/webhooks/guide/conversations/{conversation}")
        if response.status_code != 204:
            raise GuideUnreachable(response.status_code)

    async def health(self) -> dict[str, bool]:
        """Returns ``{"guide": …, "actions": …}``."""
        try:
            response = await self._send("GET", "/webhooks/guide/health")
            found = response.json() if response.status_code in (200, 503) else {}
        except (GuideUnreachable, ValueError):
            found = {}
        return {"guide": bool(found.get("model")), "actions": bool(found.get("actions"))}

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **options)
        except httpx.HTTPError as problem:
            raise GuideUnreachable(type(problem).__name__) from problem
