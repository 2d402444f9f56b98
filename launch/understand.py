"""`make understand`: one message a line in, one JSON object a line out, through the trained pipeline of the server."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from channel.wire import harmless

MODELS = Path(__file__).resolve().parent.parent / "models"
PREFIXES = ("ask_", "report_")


def topic_key(intent: str) -> str:
    """Returns the topic key of an intent."""
    for prefix in PREFIXES:
        if intent.startswith(prefix):
            return intent.removeprefix(prefix)
    return intent


def as_line(text: str, parsed: dict[str, Any]) -> str:
    """Returns the JSON line for one message."""
    best = parsed["intent_ranking"][0]
    result = {
        "text": text,
        "topic": topic_key(best["name"]),
        "confidence": round(float(best["confidence"]), 4),
        "danger": parsed.get("danger"),
    }
    return json.dumps(result, ensure_ascii=False)


def main() -> int:
    """Returns the exit code: 0, or 2 where there is no trained model."""
    if not any(MODELS.glob("*.tar.gz")):
        print("There is no trained model: run `make train` first.", file=sys.stderr)
        return 2
    sys.stdout, output = sys.stderr, sys.stdout  # whatever a library prints must not mix with the lines
    logging.disable(logging.WARNING)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rasa.core.agent import load_agent

    agent = asyncio.run(load_agent(str(MODELS)))
    for line in sys.stdin:
        text = line.rstrip("\n")
        parsed = asyncio.run(agent.parse_message(harmless(text)))
        print(as_line(text, parsed), file=output, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
