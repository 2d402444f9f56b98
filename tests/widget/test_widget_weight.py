"""Only the loader before opening, at most 3 KB; at most 20 KB before a first message can be sent: gzip, as the gateway serves them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from real_gateway import RealGateway

LATER = re.compile(r"/widget/talk\.(js|css)$")  # shows the conversation; fetched beside the notice, a message is sent without it


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RealGateway]:
    """The gateway itself; its own sample page is the host."""
    gateway = RealGateway(tmp_path)
    yield gateway
    gateway.stop()


def test_before_a_first_message_can_be_sent(page: Page, served: RealGateway) -> None:
    fetched: list[str] = []
    page.goto(served.url)
    page.get_by_role("button", name="Chat with our guide").wait_for()
    page.route(LATER, lambda route: route.abort())
    page.on("request", lambda request: fetched.append(request.url))
    page.get_by_role("button", name="Chat with our guide").click()
    chat = page.frame_locator("iframe")
    chat.get_by_role("button", name="Start", exact=True).wait_for()
    assert chat.locator("#text").is_enabled()
    sizes = {path: served.size(path) for url in fetched if not LATER.search(path := urlsplit(url).path)}
    loader, opened = served.size("/widget.js"), sum(sizes.values())
    print(f"\nloader {loader}, then {len(sizes)} files {opened}: {loader + opened} bytes")
    assert "/widget/main.js" in sizes and "/api/site" in sizes
    assert loader <= 3000
    assert loader + opened <= 20000
