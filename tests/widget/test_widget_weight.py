"""At most 3 KB before opening, at most 20 KB before a first message can be sent: gzip, comments taken out as the gateway serves them."""

from __future__ import annotations

import gzip

import pytest
from host_site import HostSite
from playwright.sync_api import Page
from stub_gateway import PAGES, WIDGET, as_served
from visitor_steps import open_panel


def weight(name: str) -> tuple[int, int]:
    """Gzip bytes of a file as it stands, and as it is served."""
    file = WIDGET / name
    return len(gzip.compress(file.read_bytes(), 9)), len(gzip.compress(as_served(file), 9))


def test_before_a_first_message_can_be_sent(page: Page, host: HostSite) -> None:
    pytest.importorskip("rjsmin")
    pytest.importorskip("rcssmin")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.route("**/widget/talk.js", lambda route: route.abort())  # not needed to send
    page.goto(host.url)
    open_panel(page)
    paths = {url.split("?")[0].split("/", 3)[3] for url in fetched if "/widget" in url or "/chat" in url}
    names = sorted(PAGES.get(f"/{path}", path.removeprefix("widget/")) for path in paths - {"widget/talk.js"})
    source, small = (sum(column) for column in zip(*map(weight, names), strict=True))
    print(
        f"\nloader: {weight('loader.js')[0]} bytes, served {weight('loader.js')[1]}\nbefore a first message: {len(names)} files, {source} bytes, served {small}"
    )
    assert weight("loader.js")[0] <= 3072
    assert small <= 20000
