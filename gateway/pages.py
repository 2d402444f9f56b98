"""Serves the widget's files, the chat page, the sample page, and the contacts for browsers without script."""

from __future__ import annotations

import html

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from gateway.contacts import contact_cards
from gateway.widget_files import widget_files
from gateway.words import word

FRESH = {"Cache-Control": "no-cache"}  # asked again each time, answered by 304 when nothing changed
ANYWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}


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


def routes() -> list[HTTPRouteHandler]:
    """Returns the page handlers for the app; the widget's files are read here, once."""
    files = widget_files()

    def answer(name: str, headers: dict[str, str] | None = None) -> Response[bytes]:
        if name not in files:
            raise NotFoundException
        file = files[name]
        return Response(file.body, media_type=file.media_type, headers={**FRESH, "ETag": file.etag, **(headers or {})})

    @get("/widget.js")
    async def loader() -> Response[bytes]:
        """The one script tag's script. Any site may fetch it; who may show the chat is another setting."""
        return answer("loader.js", ANYWHERE)

    @get("/chat")
    async def chat() -> Response[bytes]:
        """The chat, as a page of its own and inside the frame."""
        return answer("chat.html")

    @get("/")
    async def sample() -> Response[bytes]:
        """A sample page of a site with the widget on it."""
        return answer("sample.html")

    @get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response[bytes]:
        """The icon, where a browser looks for it unasked; the pages name its real place."""
        return answer("icon.svg")

    @get("/widget/{name:path}", include_in_schema=False)
    async def file(name: FromPath[str]) -> Response[bytes]:
        """A file of the widget; the loader fetches one of them onto the host's page."""
        return answer(str(name).lstrip("/"), ANYWHERE)

    return [loader, chat, sample, icon, contacts, file]


def _card(card: dict[str, object]) -> str:
    links = " · ".join(_link(action) for action in card["actions"])  # type: ignore[attr-defined]
    return f"<strong>{html.escape(str(card['name']))}</strong>: {html.escape(str(card['why']))} {links}"


def _link(action: dict[str, str]) -> str:
    return f'<a href="{html.escape(action["to"])}" rel="noopener noreferrer">{html.escape(action["label"])}</a>'
