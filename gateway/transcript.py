"""A conversation as plain text: who said what and when, cards in words."""

from __future__ import annotations

from typing import Any

from gateway.words import word


def as_text(lines: list[dict[str, Any]], site: str) -> str:
    """Returns the log's messages as the visitor saw them."""
    said = [_said(line["data"]) for line in lines if line["event"] == "message"]
    return "\n\n".join([word("transcript_title", site=site), *said]) + "\n"


def _said(message: dict[str, Any]) -> str:
    who = word(f"transcript_{message['author']}")
    cards = [f"- {card['text']}" for card in message.get("cards") or []]
    return "\n".join([f"{message['at'][:16].replace('T', ' ')} UTC, {who}:", message.get("text") or "", *cards]).rstrip()
