"""The written examples of safety/examples, and texts stitched from them, for whoever learns danger from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nlu.plain_text import plain

EXAMPLES = Path(__file__).resolve().parent.parent / "safety" / "examples"
NONE = "none"
LEVELS = ("act", "check")
KIND_OF_FILE = {"i_hurt_partner": "harm_others"}
STITCHED_SHARE = 0.6  # stitched texts for each written example


@dataclass(frozen=True)
class Example:
    """A written message with what should be seen in it; level and kind are ``none`` where there is no danger."""

    text: str
    level: str
    kind: str


def written_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Reads safety/examples: act_<kind>.txt, check_<kind>.txt and near_miss_<type>.txt, one message a line."""
    found: list[Example] = []
    for file in sorted(folder.glob("*.txt")):
        level, _, name = file.stem.partition("_")
        if level not in LEVELS:
            level, name = NONE, NONE
        kind = KIND_OF_FILE.get(name, name)
        lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
        found += [Example(plain(line), level, kind) for line in lines if line and not line.startswith("#")]
    return found


def stitched(examples: Sequence[Example], topics: Sequence[Example], random: Random) -> Iterator[Example]:
    """A message hidden among one to three harmless ones; equally often a harmless one, so that length says nothing."""
    harmless = [example for example in examples if example.level == NONE] + list(topics)
    if not harmless:
        return
    for example in examples:
        if random.random() > STITCHED_SHARE:
            continue
        around = [random.choice(harmless).text for _ in range(random.randint(1, 3))]
        around.insert(random.randint(0, len(around)), example.text)
        yield Example(random.choice([". ", " ", ", ", " and "]).join(around), example.level, example.kind)
