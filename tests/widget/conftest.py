"""A real Chromium, a stub of the gateway, and a site on another origin that embeds the widget under a strict CSP."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from stub_gateway import StubGateway

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
EXIT_SITE = "https://www.weather.gov/"


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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile. Nothing outside is reached: the exit site is a blank page of ours, all else is an error of the test."""
    context = browser.new_context(viewport={"width": 1000, "height": 760}, locale="en-US")
    shield(context)
    yield context
    outside = context.outside  # type: ignore[attr-defined]
    context.close()
    assert outside == [], "the widget reached out to others"


def shield(context: BrowserContext) -> None:
    """Keeps a context on this machine and notes what would have left it."""
    context.outside = []  # type: ignore[attr-defined]
    context.set_default_timeout(8000)

    def answer(route: Any) -> None:
        if route.request.url.startswith(EXIT_SITE):
            return route.fulfill(status=200, content_type="text/html", body="<title>Weather</title><h1>Weather</h1>")
        context.outside.append(route.request.url)  # type: ignore[attr-defined]
        return route.abort()

    context.route(lambda url: "//127.0.0.1" not in url and not url.startswith(("data:", "blob:", "about:")), answer)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors and CSP violations fail the test."""
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    assert problems == []


@pytest.fixture
def chat(page: Page, gateway: StubGateway) -> Page:
    """The full-page chat, at its notice."""
    page.goto(f"{gateway.url}/chat")
    page.get_by_role("button", name="Start", exact=True).wait_for()
    return page


class HostSite:
    """A site of somebody else: another origin, a strict CSP, the widget by one script tag."""

    def __init__(self, gateway: StubGateway) -> None:
        self.gateway = gateway
        self.attributes = ""
        self.tags = 1
        host = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

            def do_GET(self) -> None:  # noqa: N802
                body = host.html(self.path).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                csp = f"default-src 'none'; script-src {gateway.url}; frame-src {gateway.url}; require-trusted-types-for 'script'"
                self.send_header("Content-Security-Policy", csp)
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def html(self, path: str) -> str:
        """A page of the site."""
        tag = f'<script src="{self.gateway.url}/widget.js" async {self.attributes}></script>'
        return (
            f"<!doctype html><html lang=en><head><meta name=viewport content='width=device-width'><title>Host {path}</title>{tag * self.tags}</head>"
            "<body><h1>A site</h1><p><a href='#chat'>Ask</a> <a href='/two'>Next page</a></p></body></html>"
        )


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
