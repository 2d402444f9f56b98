"""Serves the widget's files, the chat page, the sample page, and the contacts for browsers without script."""

from __future__ import annotations

import html
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.handlers import HTTPRouteHandler
from litestar.response import File
from litestar.static_files import create_static_files_router

from gateway.contacts import contact_cards
from gateway.settings import ROOT
from gateway.words import word

WIDGET = ROOT / "widget"
FRESH = CacheControlHeader(no_cache=True)  # asked again each time, answered by 304 when nothing changed


@get("/widget.js")
async def loader() -> File:
    """The one script tag's script. Any site may fetch it; who may show the chat is another setting."""
    return _file("loader.js", "text/javascript", {"Cross-Origin-Resource-Policy": "cross-origin"})


@get("/chat")
async def chat() -> File:
    """The chat, as a page of its own and inside the frame."""
    return _file("chat.html", "text/html")


@get("/")
async def sample() -> File:
    """A sample page of a site with the widget on it."""
    return _file("sample.html", "text/html")


@get("/favicon.ico", include_in_schema=False)
async def icon() -> File:
    """The icon, where a browser looks for it unasked; the pages name its real place."""
    return _file("icon.svg", "image/svg+xml")


@get("/contacts", media_type=MediaType.HTML)
async def contacts() -> Response[str]:
    """Every contact as a plain page."""
    rows = "\n".join(f"<li>{_card(card)}</li>" for card in contact_cards().values())
    title, intro = html.escape(word("contacts_title")), html.escape(word("contacts_intro"))
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    tab = '<link rel="icon" href="/widget/icon.svg" type="image/svg+xml">'
    head = f'<head><meta charset="utf-8">{viewport}<title>{title}</title>{tab}</head>'
    page = f'<!doctype html><html lang="en">{head}<body><h1>{title}</h1><p>{intro}</p><ul>{rows}</ul></body></html>'
    return Response(page, media_type=MediaType.HTML)


def routes() -> list[HTTPRouteHandler | object]:
    """Returns the page handlers for the app."""
    files = create_static_files_router(path="/widget", directories=[WIDGET], cache_control=FRESH, include_in_schema=False)
    return [loader, chat, sample, icon, contacts, files]


def _file(name: str, media_type: str, headers: dict[str, str] | None = None) -> File:
    path: Path = WIDGET / name
    return File(
        path=path,
        media_type=media_type,
        headers={"Cache-Control": FRESH.to_header(), **(headers or {})},
        content_disposition_type="inline",
    )


def _card(card: dict[str, object]) -> str:
    links = " · ".join(_link(action) for action in card["actions"])  # type: ignore[attr-defined]
    return f"<strong>{html.escape(str(card['name']))}</strong>: {html.escape(str(card['why']))} {links}"


def _link(action: dict[str, str]) -> str:
    return f'<a href="{html.escape(action["to"])}" rel="noopener noreferrer">{html.escape(action["label"])}</a>'
