"""One short acknowledgement before an answer, only where the message carries a feeling or a personal detail."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from actions import library
from actions.memory import Memory
from actions.reply import Reply
from actions.seen import Seen

FEELINGS = Path(__file__).with_name("feelings.yml")
VARIANTS = 3
# A message this long, about oneself and somebody close, tells something personal even where no feeling is named.
PERSONAL_WORDS = 14
_SELF = re.compile(r"\b(i|i'm|im|i've|ive|me|my|myself)\b")
_CLOSE = re.compile(
    r"\b(he|she|they|him|her|them|husband|wife|partner|boyfriend|girlfriend|bf|gf|fiance|fiancee|spouse|ex|mom|mother|dad|father|we)\b"
)
_PRACTICAL = {"request_human", "out_of_scope", "goodbye", "greet", "thanks", "affirm", "deny"}


def acknowledge(seen: Seen, memory: Memory, reply: Reply) -> None:
    """Puts the acknowledgement that fits before the reply, if one does."""
    kind = _kind(seen)
    if kind is None or reply.holds_danger:
        return
    times = memory.count(memory.acknowledged, kind) % VARIANTS
    reply.put_before(f"utter_ack_{kind}" + (f"_{times + 1}" if times else ""))


def feeling_in(text: str) -> str | None:
    """Returns the feeling of the visitor's own that a text names, or None."""
    words = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower().replace(chr(39), ''))} "
    for feeling, phrases in _feelings().items():
        if any(f" {phrase} " in words for phrase in phrases):
            return feeling
    return None


def _kind(seen: Seen) -> str | None:
    if seen.by_button or seen.intent in _PRACTICAL:
        return None
    if feeling := feeling_in(seen.text):
        return feeling
    text = seen.text.lower()
    topic = library.topic_of_intent(seen.intent)
    practical = topic is not None and library.metadata(topic.main).get("section") == "settings"
    personal = len(text.split()) >= PERSONAL_WORDS and _SELF.search(text) and _CLOSE.search(text)
    return "personal" if personal and not practical else None


@lru_cache(maxsize=1)
def _feelings() -> dict[str, list[str]]:
    content = yaml.safe_load(FEELINGS.read_text(encoding="utf-8"))
    plain = re.compile(r"[^a-z0-9]+")
    return {
        feeling: [plain.sub(" ", phrase.replace("'", "").lower()).strip() for phrase in phrases]
        for feeling, phrases in content.items()
    }
