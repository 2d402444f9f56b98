"""Joins the two detectors, phrases and learned, into one judgement; how they are joined stands in one function here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from nlu.danger_examples import LEVELS, NONE, Example, stitched, written_examples
from nlu.danger_model import DangerModel
from nlu.danger_phrases import Finding, find_phrases
from nlu.encoder import Encoding, shared_encoder
from nlu.plain_text import plain

# Chosen on the development messages (safety/development), never on test messages; see safety/README.md.
ACT_ALONE = 0.3  # learned score from which it is believed without a phrase
ACT_WITH_CHECK_PHRASE = -0.3
CHECK_ALONE = 0.6
PHRASE_DOUBTED = -1.0  # learned score from which down a phrase alone is only worth a question
IDIOM_MARGIN = 0.5  # a message with an idiom in it needs this much more
# Added to both learned scores: where a miss costs most and few vents are taken for it, less is asked.
LEAN = {"suicide_self_harm": 0.3, "partner_violence": 0.1, "child_danger": -0.1, "harm_others": -0.2}
NEAR_MISS_WEIGHT = 2.0
MOST_TOPICS = 1500  # wordings of harmless topics; more slows training and teaches nothing


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
        act, either, kind = self.model.judge(text, encoding)
        lean = LEAN.get(kind, 0.0)
        level = join(finding, act + lean, either + lean)
        if level is None:
            return None
        return {"kind": finding.kind if finding.kind and finding.level in LEVELS else kind, "level": level}


def join(finding: Finding, act: float, either: float) -> str | None:
    """Returns the level: a phrase for ``act`` is believed unless the learned score is far below; an idiom asks for more."""
    if finding.level == "act":
        return "act" if act >= PHRASE_DOUBTED else "check"
    margin = IDIOM_MARGIN if finding.level == "idiom" else 0.0
    if act >= ACT_ALONE + margin or (finding.level == "check" and act >= ACT_WITH_CHECK_PHRASE):
        return "act"
    if finding.level == "check" or either >= CHECK_ALONE + margin:
        return "check"
    return None


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
    everything = examples + topics + list(stitched(examples, topics, random))
    texts = [example.text for example in everything]
    near_misses = sum(example.level == NONE for example in examples)
    weights = np.ones(len(everything))
    for place in range(len(examples)):
        if examples[place].level == NONE and near_misses:
            weights[place] = NEAR_MISS_WEIGHT
    model = DangerModel.fit(
        texts, shared_encoder().encode_many(texts), [e.level for e in everything], [e.kind for e in everything], weights
    )
    return DangerJudge(model)
