"""How long a representative's reply takes to the visitor's stream, with 100 live conversations, beside a bare echo.

Run with ``make bench``. Both go the same way: a POST, then a line on an open event stream of the same server. What the
reply does more is what it is for: it checks who sends it, writes it into the log for good, and makes the next form.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import uvicorn
from litestar import get, post
from litestar.response import ServerSentEvent, ServerSentEventMessage

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gateway.app import create_app
from gateway.guide_client import GuideClient
from gateway.settings import Settings

LIVE, ROUNDS, PASSWORD = 100, 3, "a long enough password"
echoes: dict[int, asyncio.Queue[str]] = {}


@get("/api/echo/{number:int}")
async def listen(number: int) -> ServerSentEvent:
    """A stream that says what was posted."""

    async def lines() -> AsyncIterator[ServerSentEventMessage]:
        queue = echoes.setdefault(number, asyncio.Queue())
        yield ServerSentEventMessage(event="ready", data="1")
        while True:
            yield ServerSentEventMessage(event="message", data=await queue.get())

    return ServerSentEvent(lines())


@post("/api/echo/{number:int}", status_code=204)
async def speak(number: int, data: dict[str, str]) -> None:
    """Puts a text on the stream."""
    echoes.setdefault(number, asyncio.Queue()).put_nowait(data["text"])


def _guide(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"danger": None, "messages": [{"text": "x"}]})


class Ear:
    """One open stream; remembers when each text came."""

    def __init__(self) -> None:
        self.came: dict[str, float] = {}
        self.open = asyncio.Event()

    async def hear(self, client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
        async with client.stream("GET", path, headers={"Accept": "text/event-stream", **headers}, timeout=None) as stream:
            async for line in stream.aiter_lines():
                at = time.perf_counter()
                self.open.set()
                if line.startswith("data: ") and (found := re.search(r"bench-[0-9a-f-]{36}", line)):
                    self.came.setdefault(found[0], at)


class Desk:
    """Signed in as the first admin."""

    def __init__(self, client: httpx.AsyncClient, folder: Path) -> None:
        self.client, self.folder = client, folder

    async def sign_in(self) -> None:
        await self.client.get("/desk/first")
        code = (self.folder / "first-admin.code").read_text()
        form = {"code": code, "email": "a@example.org", "name": "Ada", "password": PASSWORD}
        answer = await self.post("/desk/first", form)
        assert answer.status_code == 303, answer.text

    async def post(self, path: str, form: dict[str, str]) -> httpx.Response:
        return await self.client.post(path, data=form, headers={"x-csrftoken": self.client.cookies["crg_desk_form"]})


async def _begin(client: httpx.AsyncClient, desk: Desk) -> tuple[str, dict[str, str]]:
    notice = (await client.get("/api/site")).json()["notice"]["id"]
    begun = (await client.post("/api/conversations", json={"id": str(uuid.uuid4()), "notice": notice})).json()
    path, headers = f"/api/conversations/{begun['conversation']}", {"Authorization": f"Bearer {begun['token']}"}
    assert (await client.post(f"{path}/handoff", headers=headers)).status_code == 202
    assert (await desk.post(f"/desk/talks/{begun['conversation']}/take", {})).status_code == 303
    return begun["conversation"], headers


async def _until(ear: Ear, text: str) -> float:
    while text not in ear.came:
        await asyncio.sleep(0.0005)
    return ear.came[text]


async def _measure(address: str, folder: Path) -> dict[str, float]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=address, trust_env=False, limits=limits, timeout=30) as client:
        desk = Desk(client, folder)
        await desk.sign_in()
        looking = asyncio.create_task(Ear().hear(client, "/desk/events", {}))
        await asyncio.sleep(0.5)
        talks = [await _begin(client, desk) for _ in range(LIVE)]
        ears, echo_ears = [Ear() for _ in talks], [Ear() for _ in talks]
        hearing = [
            asyncio.create_task(ear.hear(client, f"/api/conversations/{talk}/events", headers))
            for ear, (talk, headers) in zip(ears, talks, strict=True)
        ]
        hearing += [asyncio.create_task(ear.hear(client, f"/api/echo/{number}", {})) for number, ear in enumerate(echo_ears)]
        await asyncio.gather(*(ear.open.wait() for ear in [*ears, *echo_ears]))
        replies, echoed = [], []
        for _ in range(ROUNDS):  # in turn, so that whatever else the machine does meets both
            for number, (talk, _headers) in enumerate(talks):
                text, start = f"bench-{uuid.uuid4()}", time.perf_counter()
                form = {"message": str(uuid.uuid4()), "text": text, "seen": "2000000000"}
                sent = asyncio.create_task(desk.post(f"/desk/talks/{talk}/reply", form))
                replies.append(await _until(ears[number], text) - start)
                await sent
                text, start = f"bench-{uuid.uuid4()}", time.perf_counter()
                sent = asyncio.create_task(client.post(f"/api/echo/{number}", json={"text": text}))
                echoed.append(await _until(echo_ears[number], text) - start)
                await sent
        for task in [*hearing, looking]:
            task.cancel()
        return _figures(replies, echoed)


def _figures(replies: list[float], echoed: list[float]) -> dict[str, float]:
    def at(values: list[float], share: int) -> float:
        return statistics.quantiles(values, n=100)[share - 1] * 1000

    found = {
        f"{name}_p{share}_ms": at(values, share) for name, values in (("reply", replies), ("echo", echoed)) for share in (50, 95)
    }
    ratios = {f"ratio_p{share}": found[f"reply_p{share}_ms"] / found[f"echo_p{share}_ms"] for share in (50, 95)}
    return {name: round(value, 2) for name, value in {**found, **ratios}.items()}


async def main() -> int:
    """Prints the figures as one line of JSON. Returns 1 where the ratio is above 2."""
    with tempfile.TemporaryDirectory() as folder:
        many = {"messages_a_minute": 100_000, "conversations_an_hour": 100_000, "parallel_most": LIVE}
        settings = Settings(_env_file=None, data_dir=folder, channel_secret="bench", log_level="ERROR", **many)
        app = create_app(settings, GuideClient("http://guide", "bench", httpx.MockTransport(_guide)))
        for route in (listen, speak):
            app.register(route)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        found = await _measure(f"http://127.0.0.1:{port}", Path(folder))
        server.should_exit = True
        await serving
    sys.stdout.write(json.dumps({"live": LIVE, "replies": LIVE * ROUNDS, **found}) + "\n")
    return 0 if found["ratio_p50"] <= 2 and found["ratio_p95"] <= 2 else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
