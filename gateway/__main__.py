"""`python -m gateway`: serves the gateway with the environment's settings."""

from __future__ import annotations

import sys

import uvicorn

from gateway.app import create_app
from gateway.settings import SettingsRefused, load_settings


def main() -> int:
    """Returns the exit code: 0, or 2 for settings that the owner can set right."""
    try:
        settings = load_settings()
    except SettingsRefused as problem:
        print(problem, file=sys.stderr)
        return 2
    if not settings.channel_secret:
        print("CRG_CHANNEL_SECRET must be set, the same for gateway and guide. `make run` sets one by itself.", file=sys.stderr)
        return 2
    # Access logs would hold addresses; the conversation's id alone in a path is not logged either.
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
