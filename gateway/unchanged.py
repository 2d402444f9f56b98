"""Answers 304 where the browser's copy of a file is still right, so that a page costs its bytes once."""

from __future__ import annotations

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send


class NotModified(ASGIMiddleware):
    """Looks at what would be sent: the same ETag as the browser has means that the body need not go."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Litestar calls this around the answering of a request."""
        known = Headers.from_scope(scope).get("if-none-match")
        unchanged = False

        async def send_if_changed(message: Message) -> None:
            nonlocal unchanged
            if message["type"] == "http.response.start":
                unchanged = message["status"] == 200 and _has_copy(known or "", message)
                if unchanged:
                    message["status"] = 304
            elif message["type"] == "http.response.body" and unchanged:
                if message.get("more_body"):
                    return
                message["body"] = b""
            await send(message)

        await next_app(scope, receive, send if known is None else send_if_changed)


def _has_copy(known: str, message: Message) -> bool:
    headers = MutableScopeHeaders.from_message(message)
    etag = headers.get("etag", "").removeprefix("W/")
    copies = {copy.strip().removeprefix("W/") for copy in known.split(",")}
    if not etag or etag not in copies:
        return False
    for name in ("content-length", "content-type", "content-encoding"):
        if name in headers:
            del headers[name]
    return True
