"""`make run`'s program as an owner starts it, in a session of its own, with a mark by which all that comes of it is found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psutil
from stack import free_port

from launch.fingerprint import ROOT

MARK = "STARTED_BY_TEST"


def all_marked(mark: str) -> list[psutil.Process]:
    """Returns every living process that carries the mark, whoever its parent is now."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            pass
    return found


class Started:
    """A program that runs in the background, and what it wrote."""

    def __init__(self, folder: Path, command: list[str], root: Path = ROOT, **settings: object) -> None:
        self.mark = uuid.uuid4().hex
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CRG_")}
        given = {name: str(value) for name, value in settings.items()}
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                command, cwd=root, env={**kept, **given, MARK: self.mark}, stdout=out, stderr=err, start_new_session=True
            )

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Waits until the program has written this."""
        until = time.monotonic() + seconds
        while text not in self.out.read_text(errors="replace"):
            assert self.process.poll() is None, f"it ended before it wrote {text!r}: {self.everything()}"
            assert time.monotonic() < until, f"not written in {seconds} s: {self.everything()}"
            time.sleep(0.05)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal as a terminal does: to the program's whole process group."""
        os.killpg(self.process.pid, number)

    def end(self, seconds: float = 60) -> int:
        """Waits for the end and returns the exit code."""
        return self.process.wait(seconds)

    def everything(self) -> str:
        """Returns all that was written."""
        return self.out.read_text(errors="replace") + self.err.read_text(errors="replace")

    def left_behind(self) -> list[str]:
        """Returns the commands that still run."""
        return [" ".join(process.cmdline()) for process in all_marked(self.mark)]

    def clear(self) -> None:
        """Kills what a failed test would leave."""
        for process in all_marked(self.mark):
            process.kill()
        self.process.wait()


def run_command() -> list[str]:
    """Returns what `make run` starts once the environments are there."""
    return [sys.executable, "-m", "launch.run"]


def free_ports() -> dict[str, int]:
    """Returns settings with three ports that nobody uses."""
    return {name: free_port() for name in ("CRG_PORT", "CRG_GUIDE_PORT", "CRG_ACTIONS_PORT")}
