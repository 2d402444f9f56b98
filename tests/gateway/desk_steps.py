"""What a representative does in a browser, without the browser: signs in, fills forms, with the token that a form needs."""

from __future__ import annotations

import re

import httpx
from litestar.testing import TestClient

PASSWORD = "a long enough password"


class Browser:
    """One browser of a representative."""

    def __init__(self, client: TestClient) -> None:
        self.app, self.cookies = client, dict[str, str]()

    def call(self, method: str, path: str, **options: object) -> httpx.Response:
        for name in list(self.app.cookies):
            del self.app.cookies[name]
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": sent, **options.pop("headers", {})}
        got = self.app.request(method, path, headers=headers, follow_redirects=False, **options)
        self.cookies.update({cookie.name: cookie.value for cookie in got.cookies.jar})
        return got

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Sends a form, as htmx does, with the token."""
        if "crg_desk_form" not in self.cookies:
            self.get("/desk/sign-in")
        return self.call("POST", path, data=fields or None, headers={"x-csrftoken": self.cookies.get("crg_desk_form", "")})

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/desk/sign-in", email=email, password=password)


def first_code(folder) -> str:
    return (folder / "first-admin.code").read_text()


def first_admin(client: TestClient, folder, name: str = "Ada") -> Browser:
    """Makes the first admin through the page; signed in."""
    browser = Browser(client)
    got = browser.post("/desk/first", code=first_code(folder), name=name, email=f"{name.lower()}@example.org", password=PASSWORD)
    assert got.status_code == 303, got.text
    return browser


def representative(admin: Browser, name: str, role: str = "representative") -> Browser:
    """Adds a representative and signs them in, in a browser of their own."""
    email = f"{name.lower()}@example.org"
    got = admin.post("/desk/people", name=name, email=email, role=role, password=PASSWORD)
    assert got.status_code == 303, got.text
    browser = Browser(admin.app)
    assert browser.sign_in(email).status_code == 303
    return browser


def ids(page: str) -> dict[str, str]:
    """Returns the ids of accounts by name, from the people page."""
    found = re.findall(r'<th scope="row">([^<]+)</th>.*?/desk/people/([0-9a-f-]{36})/', page, re.DOTALL)
    return dict(found)
