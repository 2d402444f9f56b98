"""A fresh gateway with its own store for each test, before a guide whose behaviour the test decides."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gateway import handoff
from gateway.app import create_app
from gateway.conversation import held
from gateway.desk_tables import Representative
from gateway.guide_client import GuideClient
from gateway.settings import Settings
from gateway.store import now


class Guide:
    """Stands where Rasa stands, for failures that the real one cannot be made to have on demand."""

    def __init__(self) -> None:
        self.status, self.delay, self.heard, self.erased = 200, 0.0, [], []
        self.raw: bytes | None = None  # said instead of an answer
        self.looked: list[str] = []
        self.sees: dict[str, dict] = {}  # a word -> the danger seen in a text that holds it
        self.answer = {"messages": [{"text": "An answer.", "choices": [{"label": "More", "say": "/tell_me_more"}], "cards": []}]}

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            self.erased.append(request.url.path.rsplit("/", 1)[1])
            return httpx.Response(204 if self.status == 200 else 503)
        if request.url.path.endswith("/health"):
            return httpx.Response(200, json={"model": self.status == 200, "actions": True})
        if request.url.path.endswith("/parse"):
            return self.look(json.loads(request.content)["text"])
        self.heard.append(json.loads(request.content))
        await asyncio.sleep(self.delay)
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "no"})
        if self.raw is not None:
            return httpx.Response(200, content=self.raw)
        return httpx.Response(200, json={"topic": "signs", "danger": None, "orders": [], "repeated": False, **self.answer})

    def look(self, text: str) -> httpx.Response:
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "no"})
        self.looked.append(text)
        return httpx.Response(200, json={"danger": next((seen for word, seen in self.sees.items() if word in text), None)})


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

    def ask(self) -> httpx.Response:
        """Presses "Talk to a person"."""
        return self.post("/handoff")

    def stop(self) -> httpx.Response:
        """Stops waiting, or leaves the person."""
        return self.client.delete(self.base + "/handoff", headers=self.headers)

    def state(self) -> str:
        return self.get().json()["state"]

    def codes(self) -> list[str]:
        """The notices that were shown, by code."""
        return [line["code"] for line in self.events() if line.get("author") == "notice"]

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


class Worker:
    """A representative who does what the desk does, without its pages."""

    def __init__(self, client: TestClient, name: str, here: bool = True) -> None:
        self.parts, self.run = client.app.state.parts, client.blocking_portal.call
        self.id, self.name = str(uuid.uuid4()), name
        seen = now() if here else None
        row = Representative(
            id=self.id,
            email=f"{name.lower()}@example.org",
            name=name,
            password_hash="",
            role="representative",
            active=True,
            status="here" if here else "away",
            seen_at=seen,
            created_at=now(),
        )
        self.run(self._add, row)

    async def _add(self, row: Representative) -> None:
        async with self.parts.store.writing() as session:
            session.add(row)

    def do(self, move: str, talk: Talk, *more: object) -> None:
        """Makes a move of ``gateway.handoff``."""
        self.run(self._do, move, talk.id, more)

    async def _do(self, move: str, conversation_id: str, more: tuple) -> None:
        async with self.parts.store.writing() as session:
            me = await session.get(Representative, self.id)
            them = [await session.get(Representative, one.id) if isinstance(one, Worker) else one for one in more]
            conversation = await held(session, conversation_id)
            await getattr(handoff, move)(session, conversation, me, *them)
        self.parts.wakeups.look_again(conversation_id)
        self.parts.answering.nudge(conversation_id)

    def take(self, talk: Talk, most: int = 3) -> None:
        self.do("take", talk, most)

    def say(self, talk: Talk, text: str) -> None:
        self.do("say", talk, str(uuid.uuid4()), text, [])

    def vanish(self) -> None:
        """Has not been heard of for an hour."""
        self.run(self._silent)

    async def _silent(self) -> None:
        async with self.parts.store.writing() as session:
            (await session.get(Representative, self.id)).seen_at = now() - timedelta(hours=1)

    def tick(self) -> None:
        """Lets the clock do what is due, as long after the start as it takes."""
        self.parts.clock._began -= 3600
        self.run(self.parts.clock.tick)


def gateway(settings: Settings, guide: Guide, **options: bool) -> TestClient:
    """A gateway before this guide, to be entered."""
    return TestClient(create_app(settings, GuideClient("http://guide", "s", httpx.MockTransport(guide))), **options)


def answers(events: list[dict]) -> list[dict]:
    """The guide's answers among events, without the greeting."""
    return [line for line in events if line.get("author") == "guide" and line["in_reply_to"]]


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


@pytest.fixture
def maria(client: TestClient) -> Worker:
    """A representative who is here."""
    return Worker(client, "Maria")
