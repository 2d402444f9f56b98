"""A site of another origin that embeds the widget under a strict CSP, and a wall round the browser."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route
from stub_gateway import StubGateway

EXIT_SITE = "https://www.weather.gov/"


def shield(context: BrowserContext) -> None:
    """Keeps a context on this machine: the exit site is a blank page of ours, all else outside is cut off."""
    context.set_default_timeout(8000)

    def answer(route: Route) -> None:
        if route.request.url.startswith(EXIT_SITE):
            route.fulfill(status=200, content_type="text/html", body="<title>Weather</title><h1>Weather</h1>")
        else:
            route.abort()

    context.route(is_outside, answer)


def watch(page: Page) -> list[str]:
    """Returns a list that fills with what must not happen on a page."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    page.on(
        "request",
        lambda request: (
            problems.append(request.url) if is_outside(request.url) and not request.url.startswith(EXIT_SITE) else None
        ),
    )
    return problems


def is_outside(url: str) -> bool:
    """Whether an address is not on this machine."""
    return not url.startswith(("http://127.0.0.1", "data:", "blob:", "about:"))


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
                csp = f"default-src 'none'; script-src {gateway.url}; frame-src {gateway.url}"
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
