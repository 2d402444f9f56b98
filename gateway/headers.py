"""Security headers on every response, and which other origins may embed or call."""

from __future__ import annotations

from litestar.config.cors import CORSConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from gateway.settings import Settings


def policy(ancestors: str) -> str:
    """Returns the content security policy: nothing from anywhere else, framed only by these."""
    parts = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        f"frame-ancestors {ancestors}",
    )
    return "; ".join(parts)


def cors(settings: Settings) -> CORSConfig | None:
    """Returns which other origins may call the API; none unless set."""
    if not settings.origins:
        return None
    return CORSConfig(
        allow_origins=settings.origins,
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=["authorization", "content-type", "last-event-id"],
        allow_credentials=False,
    )


class SecurityHeaders:
    """Adds the headers just before a response begins."""

    def __init__(self, settings: Settings) -> None:
        self._headers = {
            "content-security-policy": policy(" ".join(["'self'", *settings.origins])),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
            "cross-origin-opener-policy": "same-origin",
        }

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Litestar calls this before it sends."""
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            if scope["path"].startswith(("/api/conversations", "/desk")):
                headers.setdefault("cache-control", "no-store")
            if scope["path"].startswith("/desk"):
                headers.setdefault("content-security-policy", policy("'none'"))
            for name, value in self._headers.items():
                headers.setdefault(name, value)
