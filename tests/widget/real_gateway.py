"""The gateway itself, as a process, without a guide behind it: for what the stub cannot show, such as what is served and who may embed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]


class RealGateway:
    """Runs until stopped; its store is in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CRG_")}
        own = {"CRG_PORT": str(port), "CRG_DATA_DIR": str(folder), "CRG_CHANNEL_SECRET": "s", "CRG_GUIDE_PORT": str(_free_port())}
        environment = {**kept, **own, "CRG_LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT), **settings}
        self._process = subprocess.Popen([sys.executable, "-m", "gateway"], cwd=ROOT, env=environment)
        self._wait()

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(timeout=10)

    def size(self, path: str) -> int:
        """Bytes of a path's body on the wire, for a browser that takes gzip."""
        with httpx.stream("GET", self.url + path, headers={"Accept-Encoding": "gzip"}) as answer:
            answer.raise_for_status()
            return sum(len(part) for part in answer.iter_raw())

    def _wait(self) -> None:
        end = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"{self.url}/healthz").raise_for_status()
                return
            except httpx.HTTPError:
                assert self._process.poll() is None and time.monotonic() < end, "the gateway did not start"
                time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
