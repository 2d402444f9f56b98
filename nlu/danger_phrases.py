"""The phrase detector: safety/phrases.yml over a message's words, with slots, negation and idioms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent.parent / "safety" / "phrases.yml"
_SLOT = re.compile(r"<(\w+)>")
_ORDER = ("act", "check")
# A word that denies, between the parts of a phrase, breaks it: "he has never hit me".
_DENIALS = (
    "never|not|dont|don't|doesnt|doesn't|didnt|didn't|isnt|isn't|wasnt|wasn't|wouldnt|wouldn't|hasnt|hasn't|havent|haven't|nobody"
)


@dataclass(frozen=True)
class Rule:
    """One rule of phrases.yml.

    Attributes:
        id: its name, kept for review.
        level: act, check or idiom.
        kind: the kind of danger; empty for an idiom.
        patterns: what it looks for, compiled.
        unless: what takes the match back when it overlaps or stands just before.
    """

    id: str
    level: str
    kind: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Finding:
    """What the phrases say of a message: level act, check, idiom or nothing; the kind; ids of the rules for review."""

    level: str | None = None
    kind: str | None = None
    rules: tuple[str, ...] = ()


def find_phrases(text: str) -> Finding:
    """Returns the gravest finding in a text that :func:`nlu.plain_text.plain` has cleaned."""
    rest, idioms = _without_idioms(text)
    hits = [rule for rule in _rules() if rule.level != "idiom" and _hits(rule, rest)]
    for level in _ORDER:
        found = [rule for rule in hits if rule.level == level]
        if found:
            return Finding(level, found[0].kind, tuple(rule.id for rule in found))
    return Finding("idiom", None, tuple(idioms)) if idioms else Finding()


def _without_idioms(text: str) -> tuple[str, list[str]]:
    """Takes idioms out of the text, so that the rest is still read for danger."""
    found = []
    for rule in _rules():
        if rule.level != "idiom":
            continue
        for pattern in rule.patterns:
            text, times = pattern.subn(" _ ", text)
            if times:
                found.append(rule.id)
    return text, found


def _hits(rule: Rule, text: str) -> bool:
    return any(not _taken_back(rule, text, match) for pattern in rule.patterns for match in pattern.finditer(text))


def _taken_back(rule: Rule, text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 45) : match.end() + 30]
    before = text[max(0, match.start() - 45) : match.start()]
    return any(pattern.search(around) for pattern in rule.unless) or any(pattern.search(before) for pattern in _negations())


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            id=entry["id"],
            level=entry["level"],
            kind=entry.get("kind", ""),
            patterns=tuple(_compiled(pattern) for pattern in entry["patterns"]),
            unless=tuple(_compiled(pattern) for pattern in entry.get("unless", ())),
        )
        for entry in _content()["rules"]
    )


@lru_cache(maxsize=1)
def _negations() -> tuple[re.Pattern[str], ...]:
    """What directly before a phrase denies it: "he has never …", "I am not …"."""
    return tuple(re.compile(f"(?:{_filled(pattern)})\\W*$") for pattern in _content()["negations"])


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{_filled(pattern)})(?!\w)")


def _filled(pattern: str) -> str:
    """Fills ``<slot>`` with the slot's alternatives; a space matches any run of blanks."""
    slots = _content()["slots"]
    while _SLOT.search(pattern):
        pattern = _SLOT.sub(lambda found: "(?:" + "|".join(slots[found.group(1)]) + ")", pattern)
    pattern = pattern.replace(r"(?: \w+)", rf"(?: (?!(?:{_DENIALS})\b)[\w']+)")
    pattern = pattern.replace(r"(?:\w+ )", rf"(?:(?!(?:{_DENIALS})\b)[\w']+ )")
    return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
