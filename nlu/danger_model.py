"""The learned danger detector: how near a message, or any span of it, is to what people in danger write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion
from sklearn.svm import SVC

from nlu.danger_examples import NONE
from nlu.encoder import Encoding

LETTERS_SHARE = 0.25  # of a head's score; words and letters see names of means and masked words that vectors blur


@dataclass
class Head:
    """One yes-or-no question about a text: by its meaning (vector) and by its letters (n-grams)."""

    meaning: SVC
    letters: LogisticRegression

    @classmethod
    def fit(cls, vectors: np.ndarray, grams: Any, answers: np.ndarray, weights: np.ndarray) -> Head:
        """Learns from vectors and n-grams of the same texts."""
        meaning = SVC(C=4.0, gamma=1.5, class_weight="balanced").fit(vectors, answers, sample_weight=weights)
        letters = LogisticRegression(C=8.0, max_iter=200, class_weight="balanced").fit(grams, answers)
        return cls(meaning, letters)

    def scores(self, vectors: np.ndarray, grams: Any) -> np.ndarray:
        """Returns one score a text; above zero leans to yes."""
        return np.asarray(self.meaning.decision_function(vectors) + LETTERS_SHARE * self.letters.decision_function(grams))


@dataclass
class DangerModel:
    """Three questions about a message.

    Attributes:
        act: "in danger now" against everything else.
        any: "act or check" against no danger.
        kind: which kind of danger, given that there is some.
        grams: turns texts into word and letter n-grams.
    """

    act: Head
    any: Head
    kind: LogisticRegression
    grams: FeatureUnion

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: np.ndarray, levels: Sequence[str], kinds: Sequence[str], weights: np.ndarray
    ) -> DangerModel:
        """Learns from texts with level (act, check, none) and kind.

        Args:
            texts: as :func:`nlu.plain_text.plain` leaves them.
            vectors: shape (n, 384), unit length.
            levels: level of each.
            kinds: kind of each, anything where the level is none.
            weights: weight of each example.
        """
        grams = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True, min_df=2)),
                ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3)),
            ]
        )
        rows, level = grams.fit_transform(texts), np.array(levels)
        dangerous = level != NONE
        kind = LogisticRegression(C=10, max_iter=500, class_weight="balanced").fit(vectors[dangerous], np.array(kinds)[dangerous])
        act, either = (Head.fit(vectors, rows, answers, weights) for answers in (level == "act", dangerous))
        return cls(act, either, kind, grams)

    def judge(self, text: str, encoding: Encoding) -> tuple[float, float, str]:
        """Returns (act, any, kind) of a message: half from the whole, half from its most dangerous span."""
        vectors = np.vstack([encoding.whole.reshape(1, -1), encoding.spans])
        grams = self.grams.transform([text, *encoding.texts])
        act, either = self.act.scores(vectors, grams), self.any.scores(vectors, grams)
        worst = 1 + int(either[1:].argmax())
        chances = self.kind.predict_proba(vectors[[0, worst]]).sum(axis=0)
        kind = str(self.kind.classes_[int(chances.argmax())])
        return float(act[0] + act[1:].max()) / 2, float(either[0] + either[1:].max()) / 2, kind
