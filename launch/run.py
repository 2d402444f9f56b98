"""`make run`: checks settings and ports, trains when needed, and starts action server, Rasa and gateway together.

It runs in the gateway's environment, whose ``gateway.settings`` knows every setting. The processes are kept by honcho:
when one ends, or on Ctrl-C, all end.
"""

from __future__ import annotations

import os
import secrets
import shlex
import socket
import sys
import threading
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Printer

from gateway.settings import Settings, SettingsRefused, load_settings
from launch.fingerprint import ROOT

GUIDE_PYTHON = ROOT / ".venv" / "bin" / "python"
GATEWAY_PYTHON = Path(sys.executable)
QUIET_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def main() -> int:
    """Returns the exit code: 0 after Ctrl-C, 2 for what the owner can set right, 1 when a process died."""
    try:
        settings = load_settings()
    except SettingsRefused as problem:
        return _refuse(str(problem))
    if taken := _taken_port(settings):
        return _refuse(f"Port {taken[1]} is taken. Stop what uses it, or set {taken[0]} to a free port.")
    endpoints = write_endpoints(settings)
    environment = process_environment(settings)
    manager = Manager(Printer(sys.stdout, width=8))
    train = shlex.join([str(GUIDE_PYTHON), "-m", "launch.train"])
    for name, command in commands(settings, endpoints).items():
        # The page is up while the guide still trains; what is written meanwhile waits for it.
        before = f"{train} && " if name == "guide" else ""
        manager.add_process(name, f"{before}exec {shlex.join(command)}", env=environment, cwd=str(ROOT))
    threading.Thread(target=_say_address, args=(settings,), daemon=True).start()
    manager.loop()
    if manager.returncode:
        names = [name for name, process in manager._processes.items() if process.get("returncode")]
        print(f"Stopped, because this process ended: {', '.join(names)}. Its last lines above say why.", file=sys.stderr)
    return 1 if manager.returncode else 0


def process_environment(settings: Settings) -> dict[str, str]:
    """Returns the environment of the three processes: the settings as they were resolved, and nothing phoning home."""
    resolved = settings.exported()
    resolved["CRG_CHANNEL_SECRET"] = settings.channel_secret or secrets.token_urlsafe(32)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRG_")}
    return {**kept, **QUIET_ENVIRONMENT, **resolved, "SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(ROOT)}


def write_endpoints(settings: Settings) -> Path:
    """Writes endpoints.yml with the action server's port into the data folder and returns the file."""
    folder = ROOT / settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    content = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    target = folder / "endpoints.yml"
    target.write_text(content.replace("127.0.0.1:5055", f"127.0.0.1:{settings.actions_port}"), encoding="utf-8")
    return target


def commands(settings: Settings, endpoints: Path) -> dict[str, list[str]]:
    """Returns the command of each process, by name."""
    guide = ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.guide_port), "--endpoints", str(endpoints)]
    return {
        "gateway": [str(GATEWAY_PYTHON), "-m", "gateway"],
        "guide": [str(GUIDE_PYTHON), *guide],
        "actions": [str(GUIDE_PYTHON), "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port)],
    }


def _taken_port(settings: Settings) -> tuple[str, int] | None:
    wanted = (("CRG_PORT", settings.port), ("CRG_GUIDE_PORT", settings.guide_port), ("CRG_ACTIONS_PORT", settings.actions_port))
    for name, port in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host if name == "CRG_PORT" else "127.0.0.1", port))
            except OSError:
                return name, port
    return None


def _say_address(settings: Settings) -> None:
    """Says where the page is as soon as it is there; the guide may still be loading, and messages are kept."""
    while True:
        try:
            with socket.create_connection((settings.host, settings.port), timeout=1):
                break
        except OSError:
            threading.Event().wait(0.2)
    print(f"\n  The page: http://{settings.host}:{settings.port}/   (Ctrl-C stops everything)\n", flush=True)


def _refuse(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
