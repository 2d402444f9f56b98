"""Joins the two detectors, phrases and learned, into one judgement; how they are joined stands in one function here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from nlu.danger_model import NONE, DangerModel
from nlu.danger_phrases import Finding, find_phrases
from nlu.encoder import Encoding, shared_encoder
from nlu.plain_text import plain

EXAMPLES = Path(__file__).resolve().parent.parent / "safety" / "examples"
LEVELS = ("act", "check")
KIND_OF_FILE = {"i_hurt_partner": "harm_others"}

# Chosen on the development messages (safety/development), never on test messages; see safety/README.md.
ACT_ALONE = 0.1  # learned score from which it is believed without a phrase
ACT_WITH_CHECK_PHRASE = -0.3
CHECK_ALONE = 0.2
STITCHED_SHARE = 0.6  # stitched texts for each written example
NEAR_MISS_WEIGHT = 2.0
MOST_TOPICS = 1500  # wordings of harmless topics; more slows training and teaches nothing


@dataclass(frozen=True)
class Example:
    """A written message with what should be seen in it."""

    text: str
    level: str
    kind: str


@dataclass
class DangerJudge:
    """What was learned, and how it is joined with the phrases."""

    model: DangerModel

    def judge(self, text: str, encoding: Encoding, intent: str) -> dict[str, str] | None:
        """Returns the danger in a message, or None.

        Args:
            text: the message as :func:`nlu.plain_text.plain` leaves it.
            encoding: what the encoder saw of the same text.
            intent: the topic classifier's guess.
        """
        finding = find_phrases(text)
        act, either = self.model.scores(encoding.whole, encoding.spans)
        level = join(finding, act, either)
        if level is None:
            return None
        kind = finding.kind if finding.kind and finding.level in LEVELS else self.model.kind_of(encoding.whole, encoding.spans)
        return {"kind": kind, "level": level}


def join(finding: Finding, act: float, either: float) -> str | None:
    """Returns the level: a phrase for ``act`` is believed; an idiom or a denial silences all but a very sure learned score."""
    if finding.level == "act":
        return "act"
    if finding.level == "idiom":
        return "check" if act > 2 * ACT_ALONE else None
    if act >= ACT_ALONE or (finding.level == "check" and act >= ACT_WITH_CHECK_PHRASE):
        return "act"
    if finding.level == "check" or either >= CHECK_ALONE:
        return "check"
    return None


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


def train_judge(harmless: Sequence[str], reported: Sequence[tuple[str, str]], seed: int = 7) -> DangerJudge:
    """Learns from the written examples, from the guide's own wordings, and from stitched texts of both.

    Args:
        harmless: wordings of topics without danger.
        reported: (text, kind) of the topics that are danger.
        seed: of the random choice of what is stitched.
    """
    examples = written_examples() + [Example(plain(text), "act", kind) for text, kind in reported]
    random = Random(seed)
    topics = [Example(plain(text), NONE, NONE) for text in random.sample(list(harmless), min(MOST_TOPICS, len(harmless)))]
    stitched = list(_stitched(examples, topics, random))
    everything = examples + topics + stitched
    vectors = shared_encoder().encode_many([example.text for example in everything])
    near_misses = sum(example.level == NONE for example in examples)
    weights = np.ones(len(everything))
    for place in range(len(examples)):
        if examples[place].level == NONE and near_misses:
            weights[place] = NEAR_MISS_WEIGHT
    model = DangerModel.fit(vectors, [e.level for e in everything], [e.kind for e in everything], weights)
    return DangerJudge(model)


def _stitched(examples: Sequence[Example], topics: Sequence[Example], random: Random) -> Iterator[Example]:
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
