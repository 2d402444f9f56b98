"""The learned danger detector: how near a message, or any span of it, is to what people in danger write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

NONE = "none"


@dataclass
class DangerModel:
    """Three heads over the encoder's vectors.

    Attributes:
        act: scores "in danger now" against everything else, over whole messages and over spans.
        any: scores "act or check" against no danger.
        kind: which kind of danger, given that there is some.
    """

    act: Any
    any: Any
    kind: Any

    @classmethod
    def fit(cls, vectors: np.ndarray, levels: Sequence[str], kinds: Sequence[str], weights: np.ndarray) -> DangerModel:
        """Learns from vectors with level (act, check, none) and kind.

        Args:
            vectors: shape (n, 384), unit length.
            levels: level of each.
            kinds: kind of each, anything where the level is none.
            weights: weight of each example.
        """
        level = np.array(levels)
        dangerous = level != NONE
        act = _head().fit(vectors, level == "act", sample_weight=weights)
        either = _head().fit(vectors, dangerous, sample_weight=weights)
        kind = LogisticRegression(C=10, max_iter=500, class_weight="balanced").fit(vectors[dangerous], np.array(kinds)[dangerous])
        return cls(act, either, kind)

    def scores(self, whole: np.ndarray, spans: np.ndarray) -> tuple[float, float]:
        """Returns (act, any) of a message: half from the whole, half from its most dangerous span."""
        rows = np.vstack([whole.reshape(1, -1), spans])
        act, either = self.act.decision_function(rows), self.any.decision_function(rows)
        return float(act[0] + act[1:].max()) / 2, float(either[0] + either[1:].max()) / 2

    def kind_of(self, whole: np.ndarray, spans: np.ndarray) -> str:
        """Returns the kind of danger of a message's most dangerous part, weighed with the whole."""
        rows = np.vstack([whole.reshape(1, -1), spans])
        worst = 1 + int(self.any.decision_function(spans).argmax())
        chances = self.kind.predict_proba(rows[[0, worst]]).sum(axis=0)
        return str(self.kind.classes_[int(chances.argmax())])


def _head() -> SVC:
    return SVC(C=4.0, gamma=1.5, class_weight="balanced")
