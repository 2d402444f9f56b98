"""A fresh gateway with its own store for each test, before a guide whose behaviour the test decides."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gateway.app import create_app
from gateway.guide_client import GuideClient
from gateway.settings import Settings


class Guide:
    """Stands where Rasa stands, for failures that the real one cannot be made to have on demand."""

    def __init__(self) -> None:
        self.status, self.delay, self.heard, self.erased = 200, 0.0, [], []
        self.raw: bytes | None = None  # said instead of an answer
        self.answer = {"messages": [{"text": "An answer.", "choices": [{"label": "More", "say": "/tell_me_more"}], "cards": []}]}

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            self.erased.append(request.url.path.rsplit("/", 1)[1])
            return httpx.Response(204 if self.status == 200 else 503)
        if request.url.path.endswith("/health"):
            return httpx.Response(200, json={"model": self.status == 200, "actions": True})
        self.heard.append(json.loads(request.content))
        await asyncio.sleep(self.delay)
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "no"})
        if self.raw is not None:
            return httpx.Response(200, content=self.raw)
        return httpx.Response(200, json={"topic": "signs", "danger": None, "orders": [], "repeated": False, **self.answer})


class Talk:
    """A conversation of the visitor API."""

    def __init__(self, client: TestClient, **more: str) -> None:
        self.client = client
        notice = client.get("/api/site").json()["notice"]["id"]
        begun = client.post("/api/conversations", json={"id": str(uuid.uuid4()), "notice": notice, **more}).json()
        self.base, self.headers = f"/api/conversations/{begun['conversation']}", {"Authorization": f"Bearer {begun['token']}"}

    @property
    def id(self) -> str:
        return self.base.rsplit("/", 1)[1]

    def post(self, path: str = "/messages", **body: object) -> httpx.Response:
        if path == "/messages":
            body.setdefault("id", str(uuid.uuid4()))
        return self.client.post(self.base + path, headers=self.headers, json=body)

    def get(self, path: str = "", **params: object) -> httpx.Response:
        return self.client.get(self.base + path, headers=self.headers, params=params)

    def erase(self) -> httpx.Response:
        return self.client.delete(self.base, headers=self.headers)

    def events(self, after: int = 0, wait: float = 0) -> list[dict]:
        return self.get("/events", after=after, wait=wait).json()["events"]

    def until(self, what: Callable[[list[dict]], bool], seconds: float = 6) -> list[dict]:
        """Reads on until `what(events)` holds."""
        end = time.monotonic() + seconds
        while not what(events := self.events()):
            assert time.monotonic() < end, events
            time.sleep(0.03)
        return events


def gateway(settings: Settings, guide: Guide, **options: bool) -> TestClient:
    """A gateway before this guide, to be entered."""
    return TestClient(create_app(settings, GuideClient("http://guide", "s", httpx.MockTransport(guide))), **options)


def answers(events: list[dict]) -> list[dict]:
    """The guide's answers among events, without the greeting."""
    return [line for line in events if line["author"] == "guide" and line["in_reply_to"]]


def wait_for(what: Callable[[], object], seconds: float = 6) -> None:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.03)


@pytest.fixture
def guide() -> Guide:
    """A guide that answers, until told otherwise."""
    return Guide()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a folder of the test's own."""
    return Settings(
        _env_file=None,
        data_dir=str(tmp_path),
        channel_secret="s",
        slow_after_s=5,
        give_up_after_s=3,
        messages_a_minute=20,
        conversations_an_hour=5,
    )


@pytest.fixture
def change(settings: Settings) -> Callable[..., None]:
    """Changes the gateway's store behind its back."""

    def change(statement: str, *values: object) -> None:
        with sqlite3.connect(settings.folder / "gateway.db", timeout=5) as store:
            store.execute(statement, values)

    return change


@pytest.fixture
def client(settings: Settings, guide: Guide) -> Iterator[TestClient]:
    """The running gateway."""
    with gateway(settings, guide) as running:
        yield running


@pytest.fixture
def talk(client: TestClient) -> Talk:
    """A conversation that has begun."""
    return Talk(client)
