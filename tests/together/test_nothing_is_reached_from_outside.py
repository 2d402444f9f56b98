"""Rasa and the action server listen on the loopback alone, the door has a lock, and no process reaches for the world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest
from stack import Stack, Visitor

from launch.fingerprint import ROOT
from launch.run import GUIDE_PYTHON

LOOPBACK = ("127.0.0.1", "::1", "localhost", None)
WATCH = Path(__file__).parent / "watch"
ELSEWHERE = "203.0.113.7"  # kept for documentation (RFC 5737): nobody is there
TINY_PROJECT = {
    "config.yml": """
recipe: default.v1
language: en
assistant_id: tiny
pipeline: [{name: WhitespaceTokenizer}, {name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
""",
    "domain.yml": """
version: "3.1"
intents: [a, b]
responses: {utter_a: [{text: A}]}
""",
    "data/all.yml": """
version: "3.1"
nlu:
- {intent: a, examples: "- one\\n- two\\n"}
- {intent: b, examples: "- three\\n- four\\n"}
rules:
- rule: a
  steps: [{intent: a}, {action: utter_a}]
""",
}


def listening(stack):
    """Name, address and port of every socket that the three and what they started listen on."""
    for name, process in stack.processes.items():
        for member in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
            for found in member.net_connections(kind="inet"):
                if found.status == psutil.CONN_LISTEN or (found.type.name == "SOCK_DGRAM" and found.laddr):
                    yield name, found.laddr.ip, found.laddr.port


def watched(environment, file):
    """The environment in which every Python notes into the file whom it reaches for."""
    path = os.pathsep.join(filter(None, (str(WATCH), environment.get("PYTHONPATH"))))
    return {**environment, "PYTHONPATH": path, "REACHED_FOR": str(file)}


def reached_for(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_every_port_is_bound_to_the_loopback(stack, visitor):
    visitor.say("what is codependency")
    found = list(listening(stack))
    assert {("gateway", stack.settings.port), ("guide", stack.settings.guide_port), ("actions", stack.settings.actions_port)} <= {
        (name, port) for name, _, port in found
    }
    assert {address for _, address, _ in found} <= {"127.0.0.1", "::1"}


def test_a_whole_run_reaches_for_nobody_beyond_the_loopback(tmp_path):
    noted = tmp_path / "reached-for"
    stack = Stack(tmp_path)
    stack.environment = watched(stack.environment, noted)
    try:
        stack.start()
        stack.wait_until_ready()
        visitor = Visitor(stack)
        visitor.say("does insurance cover this")
        visitor.say("show me helplines")
    finally:
        stack.stop()
    reached = reached_for(noted)
    connected = {tuple(entry[1:]) for entry in reached if entry[0] == "socket.connect"}
    assert ("127.0.0.1", stack.settings.guide_port) in connected, "the gateway's calls are seen"
    assert ("127.0.0.1", stack.settings.actions_port) in connected, "the guide's calls are seen"
    assert [entry for entry in reached if entry[1] not in LOOPBACK] == []


def test_a_plain_rasa_command_reaches_for_nobody(tmp_path):
    for name, content in TINY_PROJECT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    noted = tmp_path / "reached-for"
    noted.touch()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RASA_", "PYTHON"))}
    environment = watched({**kept, "HOME": str(tmp_path)}, noted)
    rasa = GUIDE_PYTHON.with_name("rasa")
    done = subprocess.run([rasa, "train"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "models").iterdir()), "it did train"
    assert [entry for entry in reached_for(noted) if entry[1] not in LOOPBACK] == []


@pytest.mark.parametrize("python", [Path(sys.executable), GUIDE_PYTHON], ids=["gateway", "guide"])
@pytest.mark.parametrize(
    "reach",
    [
        f"socket.socket().connect_ex(('{ELSEWHERE}', 9))",
        f"socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('{ELSEWHERE}', 9))",
        f"asyncio.run(asyncio.wait_for(asyncio.open_connection('{ELSEWHERE}', 9), 0.1))",
        f"urllib.request.urlopen('http://{ELSEWHERE}:9/', timeout=0.1)",
    ],
)
def test_the_watch_would_see_it(tmp_path, python, reach):
    noted = tmp_path / "reached-for"
    code = f"import asyncio, socket, urllib.request; socket.setdefaulttimeout(0.1); {reach}"
    subprocess.run([python, "-c", code], cwd=ROOT, env=watched(dict(os.environ), noted), capture_output=True)
    assert ELSEWHERE in [entry[1] for entry in reached_for(noted)]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}])
@pytest.mark.parametrize(("method", "path"), [("POST", "messages"), ("DELETE", "conversations/x"), ("GET", "health")])
def test_without_the_secret_the_door_is_shut(stack, header, method, path):
    got = httpx.request(
        method, f"http://127.0.0.1:{stack.settings.guide_port}/webhooks/guide/{path}", headers=header, trust_env=False
    )
    assert got.status_code == 401
