"""`python -m gateway`: serves the gateway with the environment's settings."""

from __future__ import annotations

import sys

import uvicorn

from gateway.app import create_app_from_environment
from gateway.settings import SettingsRefused, load_settings


def main() -> int:
    """Returns the exit code: 0, or 2 for settings that the owner can set right."""
    try:
        app, settings = create_app_from_environment(), load_settings()
    except SettingsRefused as problem:
        print(problem, file=sys.stderr)
        return 2
    # No access log: it would hold addresses.
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
