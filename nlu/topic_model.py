"""Tells which topic a message is about: the sentence encoder's vector and the letters of its words, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

MEANING_C = 10.0  # regularisation of the part that reads meaning; 10 was best in shared measurements and ours
LETTERS_C = 8.0
LETTERS_SHARE = 0.5  # of the joint log-probability; see docs/decisions.md


@dataclass
class TopicModel:
    """Two logistic regressions: one over vectors, one over word and letter n-grams (which forgive misspelling)."""

    meaning: LogisticRegression
    letters: LogisticRegression
    grams: FeatureUnion

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, topics: Sequence[str]) -> TopicModel:
        """Learns from texts (as :func:`nlu.plain_text.plain` leaves them), their vectors and their topics."""
        grams = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)),
                ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=3)),
            ]
        )
        # No class weights: what is out of scope has many examples because there is much of it.
        meaning = LogisticRegression(C=MEANING_C, max_iter=600)
        letters = LogisticRegression(C=LETTERS_C, max_iter=60, tol=1e-3)
        return cls(meaning.fit(vectors, topics), letters.fit(grams.fit_transform(texts), topics), grams)

    @property
    def topics(self) -> list[str]:
        """The topics in the order of the columns of :meth:`probabilities`."""
        return [str(topic) for topic in self.meaning.classes_]

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """Returns one row a text, one column a topic."""
        by_meaning = self.meaning.predict_log_proba(vectors)
        by_letters = self.letters.predict_log_proba(self.grams.transform(texts))
        joint = (1 - LETTERS_SHARE) * by_meaning + LETTERS_SHARE * by_letters
        joint = np.exp(joint - joint.max(axis=1, keepdims=True))
        return np.asarray(joint / joint.sum(axis=1, keepdims=True))
