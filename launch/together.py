"""Keeps processes together: shows their lines under their names; when one ends, or the owner says stop, all end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C; a polite kill; the terminal was closed
PATIENCE_S = 8.0  # what is still there after this is killed; the gateway gives its open streams 3 s
LAST_LINES_S = 2.0  # for what an ended process has written and we have not yet shown

Process = subprocess.Popen[bytes]


def keep_together(
    commands: dict[str, list[str]], environment: dict[str, str], folder: Path, patience_s: float = PATIENCE_S
) -> str | None:
    """Starts every command and returns when all have ended and nothing of them is left.

    Args:
        commands: program and arguments of each process, by name.
        environment: environment variables of all of them.
        folder: their working folder.
        patience_s: seconds that a process has to end by itself when told to.

    Returns:
        Which process ended first and how, in words; None when a signal stopped all.

    Raises:
        OSError: one could not be started; those before it have ended.
    """
    events: SimpleQueue[str | None] = SimpleQueue()  # of all queues the one that a signal handler may put into
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: events.put(None))
    processes: list[Process] = []
    shown: list[Thread] = []
    width = max(map(len, commands))
    try:
        for name, command in commands.items():
            process = _start(command, environment, folder)
            processes.append(process)
            shown.append(_in_background(_show, name.ljust(width), process))
            _in_background(_tell_the_end, name, process, events)
        return events.get()
    finally:
        _end_all(processes, patience_s)
        for thread in shown:
            thread.join(LAST_LINES_S)


def _start(command: list[str], environment: dict[str, str], folder: Path) -> Process:
    """Starts a process as the leader of a session: Ctrl-C does not reach it, and what it starts can be ended with it."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )


def _tell_the_end(name: str, process: Process, events: SimpleQueue[str | None]) -> None:
    code = process.wait()
    events.put(f"{name} ({f'exit code {code}' if code >= 0 else f'killed by signal {-code}'})")


def _end_all(processes: list[Process], patience_s: float) -> None:
    for process in processes:
        _signal_group(process, signal.SIGTERM)
    until = time.monotonic() + patience_s
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
    for process in processes:  # those that did not listen, and what they started themselves
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # the group is gone; macOS says it the second way
        os.killpg(process.pid, number)


def _show(name: str, process: Process) -> None:
    """Prints what the process writes, line by line; of a progress bar, which rewrites its line, the last state."""
    assert process.stdout
    for line in process.stdout:
        last = line.rstrip(b"\r\n").rpartition(b"\r")[2].decode(errors="replace")
        with suppress(OSError):  # nobody reads along any more; that is no reason to stop
            print(f"{name} | {last}", flush=True)


def _in_background(what: Callable[..., None], *arguments: object) -> Thread:
    thread = Thread(target=what, args=arguments, daemon=True)
    thread.start()
    return thread
