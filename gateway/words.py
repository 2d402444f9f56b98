"""Reads words.yml, the sentences that the gateway says itself."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("words.yml")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def word(name: str, /, **values: object) -> str:
    """Returns a sentence by name, its ``{…}`` filled."""
    return str(_words()[name]).format(**values) if values else str(_words()[name])


def greeting_choices() -> list[dict[str, str]]:
    """Returns the choices under the greeting: label and what the guide hears."""
    return list(_words()["greeting_choices"])


def notice(days: int) -> dict[str, str]:
    """Returns the notice that a visitor agrees to; its id changes when its words do."""
    text = word("notice_text", days=days)
    return {"id": "n-" + hashlib.sha256(text.encode()).hexdigest()[:12], "text": text}
