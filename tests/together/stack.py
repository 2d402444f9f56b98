"""The real three processes on free ports with a data folder of their own, each of which a test can kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from gateway.settings import Settings
from launch.run import ROOT, commands, process_environment, write_endpoints


def free_port() -> int:
    """Returns a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """Gateway, guide and actions."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        ports = {"port": free_port(), "guide_port": free_port(), "actions_port": free_port()}
        self.settings = Settings(**ports, data_dir=str(folder), channel_secret="a-secret-of-the-tests", **settings)
        self.commands = commands(self.settings, write_endpoints(self.settings))
        self.environment = process_environment(self.settings)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.settings.port}", timeout=40, trust_env=False)

    def start(self, *names: str) -> None:
        """Starts processes, all when none is named."""
        for name in names or self.commands:
            log = (self.folder / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """Kills a process as a crash would."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def wait_until_ready(self, seconds: float = 240) -> None:
        """Waits until store, guide and actions are reachable."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if self.client.get("/readyz").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        logs = "\n".join((self.folder / f"{name}.log").read_text(errors="replace")[-1500:] for name in self.commands)
        raise TimeoutError(f"not ready after {seconds} s\n{logs}")

    def wait_until_alive(self, seconds: float = 20) -> None:
        """Waits until the gateway answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self.client.get("/healthz")
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise TimeoutError("the gateway does not answer")

    def stop(self) -> None:
        """Stops all that runs."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.client.close()


class Visitor:
    """A visitor with a conversation, speaking the visitor API."""

    def __init__(self, stack: Stack) -> None:
        self.client = stack.client
        notice = self.client.get("/api/site").json()["notice"]["id"]
        begun = self.client.post("/api/conversations", json={"id": str(uuid.uuid4()), "notice": notice})
        assert begun.status_code == 201, begun.text
        self.id, self.token = begun.json()["conversation"], begun.json()["token"]
        self.base = f"/api/conversations/{self.id}"
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def send(self, text: str | None = None, choice: str | None = None, message_id: str | None = None) -> int:
        """Sends a message and returns its number."""
        said = {"text": text} if text is not None else {"choice": choice}
        body = {"id": message_id or str(uuid.uuid4()), **said}
        sent = self.client.post(f"{self.base}/messages", headers=self.headers, json=body)
        assert sent.status_code == 202, sent.text
        return int(sent.json()["seq"])

    def log(self, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        """Returns what the log holds after a number."""
        got = self.client.get(f"{self.base}/events", headers=self.headers, params={"after": after, "wait": wait})
        assert got.status_code == 200, got.text
        return list(got.json()["events"])

    def answer_to(self, seq: int, seconds: float = 30) -> list[dict[str, Any]]:
        """Waits for the guide's whole answer to a message."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [line for line in self.log() if line.get("in_reply_to") == seq and line["author"] == "guide"]
            if found and found[-1]["final"]:
                return found
            time.sleep(0.05)
        raise TimeoutError(f"no answer to {seq}: {self.log()}")

    def say(self, text: str) -> list[dict[str, Any]]:
        """Sends a text and returns the guide's answer."""
        return self.answer_to(self.send(text))

    def press(self, label: str) -> list[dict[str, Any]]:
        """Takes the newest choice of this label and returns the answer."""
        open_choices = [choice for line in self.log() for choice in line.get("choices") or [] if choice["label"] == label]
        assert open_choices, f"no button {label!r}"
        return self.answer_to(self.send(choice=open_choices[-1]["id"]))
