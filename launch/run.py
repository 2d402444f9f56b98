"""`make run`: checks settings and ports, trains when needed, and starts action server, Rasa and gateway together.

It runs in the gateway's environment, whose ``gateway.settings`` knows every setting.
"""

from __future__ import annotations

import errno
import os
import secrets
import shlex
import socket
import sys
import threading
from pathlib import Path

from gateway.settings import Settings, SettingsRefused, load_settings
from launch.fingerprint import ROOT
from launch.together import keep_together

GUIDE_PYTHON = ROOT / ".venv" / "bin" / "python"
GATEWAY_PYTHON = Path(sys.executable)
LOOPBACK = "127.0.0.1"
QUIET_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class CannotStart(Exception):
    """Something that the owner can set right stands in the way; the text says what and how."""


def main() -> int:
    """Returns the exit code: 0 after Ctrl-C, 2 for what the owner can set right, 1 when a process ended by itself."""
    try:
        settings = load_settings()
        check_ports(settings)
        endpoints = write_endpoints(settings)
    except (SettingsRefused, CannotStart) as problem:
        print(problem, file=sys.stderr)
        return 2
    started = commands(settings, endpoints)
    # The page is up while the guide still trains; what is written meanwhile waits for it.
    train = shlex.join([str(GUIDE_PYTHON), "-m", "launch.train"])
    started["guide"] = ["sh", "-c", f"{train} && exec {shlex.join(started['guide'])}"]
    threading.Thread(target=_say_address, args=(settings,), daemon=True).start()
    ended = keep_together(started, process_environment(settings), ROOT)
    if ended:
        print(f"Stopped everything, because one process ended: {ended}. Its last lines above say why.", file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


def process_environment(settings: Settings) -> dict[str, str]:
    """Returns the environment of the three processes: the settings as they were resolved, and nothing phoning home."""
    resolved = settings.exported()
    resolved["CRG_CHANNEL_SECRET"] = settings.channel_secret or secrets.token_urlsafe(32)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRG_")}
    return {**kept, **QUIET_ENVIRONMENT, **resolved, "SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(ROOT)}


def write_endpoints(settings: Settings) -> Path:
    """Writes endpoints.yml with the action server's port into the data folder and returns the file.

    Raises:
        CannotStart: the data folder cannot be written.
    """
    content = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    target = settings.folder / "endpoints.yml"
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        target.write_text(content.replace("127.0.0.1:5055", f"127.0.0.1:{settings.actions_port}"), encoding="utf-8")
    except OSError as problem:
        raise CannotStart(
            f"CRG_DATA_DIR: {settings.folder} cannot be written ({problem.strerror}). Choose another folder."
        ) from None
    return target


def commands(settings: Settings, endpoints: Path) -> dict[str, list[str]]:
    """Returns the command of each process, by name."""
    guide = ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.guide_port), "--endpoints", str(endpoints)]
    return {
        "gateway": [str(GATEWAY_PYTHON), "-m", "gateway"],
        "guide": [str(GUIDE_PYTHON), *guide],
        "actions": [str(GUIDE_PYTHON), "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port)],
    }


def check_ports(settings: Settings) -> None:
    """Tries every port that is to be listened on.

    Raises:
        CannotStart: one is taken or not to be had; the text names the setting.
    """
    wanted = {
        "CRG_PORT": (settings.host, settings.port),
        "CRG_GUIDE_PORT": (LOOPBACK, settings.guide_port),
        "CRG_ACTIONS_PORT": (LOOPBACK, settings.actions_port),
    }
    names_by_port: dict[int, str] = {}
    for name, (host, port) in wanted.items():
        if port in names_by_port:
            raise CannotStart(f"{names_by_port[port]} and {name} are both {port}. Set one of them to another port.")
        names_by_port[port] = name
        try:
            _try_to_listen(host, port)
        except OSError as problem:
            raise CannotStart(_why_not(name, host, port, problem)) from None


def _try_to_listen(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def _why_not(name: str, host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop what uses it, or set {name} to a free port."
    if problem.errno == errno.EACCES:
        return f"{name}: this account may not listen on port {port}. Set it to 1024 or above."
    return f"CRG_HOST: {host} is no address of this machine. Set it to 127.0.0.1, or to 0.0.0.0 for all addresses."


def _say_address(settings: Settings) -> None:
    """Says where the page is as soon as it is there; the guide may still be loading, and messages are kept."""
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(settings.host, settings.host)
    while True:
        try:
            with socket.create_connection((host, settings.port), timeout=1):
                break
        except OSError:
            threading.Event().wait(0.2)
    shown = f"[{host}]" if ":" in host else host
    print(f"\n  The page: http://{shown}:{settings.port}/   (Ctrl-C stops everything)\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
