"""One short acknowledgement before an answer, only where the message carries a feeling or a personal detail."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from actions import library
from actions.memory import Memory
from actions.noticing import noticed_in
from actions.reply import Reply
from actions.seen import Seen

FEELINGS = Path(__file__).with_name("feelings.yml")
# A message this long, about oneself and somebody close, tells something personal even where no feeling is named.
PERSONAL_WORDS = 14
FEW_WORDS = 6  # shorter ones that name a detail, such as "alcohol at home", are questions
_SELF = re.compile(r"\b(i|i'm|im|i've|ive|me|my|myself)\b")
_CLOSE = re.compile(
    r"\b(he|she|they|him|her|them|husband|wife|partner|boyfriend|girlfriend|bf|gf|fiance|fiancee|spouse|ex|mom|mother|dad|father|we)\b"
)
_PRACTICAL = {"request_human", "out_of_scope", "goodbye", "greet", "thanks", "affirm", "deny"}


def acknowledge(seen: Seen, memory: Memory, reply: Reply) -> None:
    """Puts the acknowledgement that fits before the reply, if one does."""
    if seen.by_button or seen.intent in _PRACTICAL or reply.holds_danger:
        return
    for kind in _kinds(seen):
        if memory.violence_known and kind.endswith("_taker"):
            continue  # words about one's own part are wrong for who may be hurt, and too kind for who hurts
        response = _next_words(kind, memory)
        if response:
            reply.put_before(response)
            return


def feeling_in(text: str) -> str | None:
    """Returns the feeling of the visitor's own that a text names, or None."""
    words = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower().replace(chr(39), ''))} "
    for feeling, phrases in _feelings().items():
        if any(f" {phrase} " in words for phrase in phrases):
            return feeling
    return None


def _kinds(seen: Seen) -> list[str]:
    """Returns what may be acknowledged, the most telling first: a feeling in a role, the feeling, a personal detail."""
    noticed = noticed_in(seen.text)
    details = [detail for detail in (noticed.role, noticed.about) if detail]
    if feeling := feeling_in(seen.text):
        return [f"{feeling}_{detail}" for detail in details] + [feeling]
    topic = library.topic_of_intent(seen.intent)
    if topic is not None and topic.section == "settings":
        return []
    told = len(seen.text.split())
    if told >= FEW_WORDS and noticed.addiction:
        return ["personal_addiction", "personal"]
    if told >= FEW_WORDS and noticed.living == "apart":
        return ["personal_apart", "personal"]
    return [f"personal_{detail}" for detail in details] + ["personal"] if _tells_much(seen.text.lower()) else []


def _tells_much(text: str) -> bool:
    return len(text.split()) >= PERSONAL_WORDS and bool(_SELF.search(text) and _CLOSE.search(text))


def _next_words(kind: str, memory: Memory) -> str | None:
    """One that was given is not given again until the others of its kind were; one of a special kind is given once."""
    names = [name for name in (f"utter_ack_{kind}", f"utter_ack_{kind}_2", f"utter_ack_{kind}_3") if library.has(name)]
    if not names or (len(names) == 1 and memory.acknowledged.get(kind)):
        return None
    return names[memory.count(memory.acknowledged, kind) % len(names)]


@lru_cache(maxsize=1)
def _feelings() -> dict[str, list[str]]:
    content = yaml.safe_load(FEELINGS.read_text(encoding="utf-8"))
    plain = re.compile(r"[^a-z0-9]+")
    return {
        feeling: [plain.sub(" ", phrase.replace("'", "").lower()).strip() for phrase in phrases]
        for feeling, phrases in content.items()
    }
