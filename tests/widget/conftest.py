"""A real Chromium, a stub of the gateway, and a site on another origin that embeds the widget under a strict CSP."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from host_site import HostSite, shield, watch
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from stub_gateway import StubGateway

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def gateway() -> Iterator[StubGateway]:
    """A fresh stub."""
    gateway = StubGateway()
    yield gateway
    gateway.stop()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for the run: each page is a tab of its own, and the widget keeps nothing beyond a tab."""
    context = browser.new_context(viewport={"width": 1000, "height": 760}, locale="en-US")
    shield(context)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh tab. What reaches out to others, script errors and CSP violations fail the test."""
    page = context.new_page()
    problems = watch(page)
    yield page
    context.set_offline(False)
    page.close()
    assert problems == []


@pytest.fixture
def chat(page: Page, gateway: StubGateway) -> Page:
    """The full-page chat, at its notice."""
    page.goto(f"{gateway.url}/chat")
    page.get_by_role("button", name="Start", exact=True).wait_for()
    return page


@pytest.fixture
def host(gateway: StubGateway) -> Iterator[HostSite]:
    """The other site."""
    host = HostSite(gateway)
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go."""
    folder = Path(os.environ.get("WIDGET_PICTURES", "/tmp/widget-pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
