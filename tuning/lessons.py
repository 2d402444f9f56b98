"""What the encoder is tuned on: the topics' training wordings and the danger examples, never a test message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from nlu.danger_examples import NONE, Example, stitched, written_examples
from nlu.misspelling import misspelt
from nlu.plain_text import plain

ROOT = Path(__file__).resolve().parent.parent
REPORT = "report_"
KIND_OF_KEY = {"i_hurt_partner": "harm_others"}
WITHOUT_KIND = "minor_visitor"
MISSPELT_SHARE = 0.5
MOST_TOPICS = 1500  # harmless wordings that danger is stitched into


@dataclass(frozen=True)
class Lesson:
    """A text and what should be told from it; ``topic`` and ``kind`` are None where they are not known."""

    text: str
    topic: str | None
    level: str
    kind: str | None


def lessons(seed: int = 3) -> list[Lesson]:
    """Returns everything to learn from, in an order that the seed decides."""
    random = Random(seed)
    wordings = [_lesson(text, intent) for text, intent in topic_wordings()]
    slips = [
        Lesson(misspelt(one.text, random), one.topic, one.level, one.kind) for one in wordings if random.random() < MISSPELT_SHARE
    ]
    examples = written_examples()
    harmless = [Example(one.text, NONE, NONE) for one in wordings if one.level == NONE]
    dangers = examples + list(stitched(examples, random.sample(harmless, min(MOST_TOPICS, len(harmless))), random))
    return wordings + slips + [Lesson(one.text, None, one.level, None if one.kind == NONE else one.kind) for one in dangers]


def topic_wordings() -> list[tuple[str, str]]:
    """Returns (text, intent) of every training wording under data/."""
    found = []
    for file in sorted((ROOT / "data").rglob("*.yml")):
        for block in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("nlu") or []:
            lines = (line.removeprefix("- ").strip() for line in block["examples"].splitlines())
            found += [(plain(line), block["intent"]) for line in lines if line]
    return found


def _lesson(text: str, intent: str) -> Lesson:
    key = intent.removeprefix(REPORT)
    dangerous = intent.startswith(REPORT) and key != WITHOUT_KIND
    return Lesson(text, intent, "act" if dangerous else NONE, KIND_OF_KEY.get(key, key) if dangerous else None)
