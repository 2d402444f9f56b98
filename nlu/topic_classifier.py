"""Rasa component: ranks the intents of a message, reading a long one by its spans as well as whole."""

from __future__ import annotations

from random import Random
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import Encoding, shared_encoder
from nlu.misspelling import misspelt
from nlu.plain_text import plain
from nlu.sentence_encoder import SentenceEncoder, encoding_of
from nlu.topic_model import TopicModel

FALLBACK = "nlu_fallback"
SEED = 3  # of the misspelt copies
SECOND = "second_topic"  # key in the parse result: another question in the same message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Our own, because it beats the logistic regression that Rasa ships; figures in docs/decisions.md."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: TopicModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        """It needs the encoder's vectors."""
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``threshold``: probability below which the guide claims nothing; ``spans_share``: weight of the spans."""
        return {"threshold": 0.2, "spans_share": 0.4, "ranking_length": 10}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> TopicClassifier:
        """For training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example that has an intent."""
        examples = [message for message in training_data.intent_examples if message.get(INTENT) and message.get(TEXT)]
        vectors = np.vstack([_vector(message) for message in examples])
        texts = [plain(message.get(TEXT)) for message in examples]
        random = Random(SEED)
        slips = [misspelt(text, random) for text in texts]
        topics = [message.get(INTENT) for message in examples]
        self._model = TopicModel.fit(texts + slips, np.vstack([vectors, shared_encoder().encode_many(slips)]), topics * 2)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / "topics.joblib")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> TopicClassifier:
        """Loads what was learned."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / "topics.joblib"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent, the ranking and, where there is one, a second topic."""
        for message in messages:
            encoding = encoding_of(message)
            if self._model is not None and encoding is not None:
                self._rank(message, encoding, self._model)
        return messages

    def _rank(self, message: Message, encoding: Encoding, model: TopicModel) -> None:
        text = plain(message.get(TEXT))
        chances, spans = self._chances(model, text, encoding)
        order = np.argsort(-chances)[: self._config["ranking_length"]]
        ranking = [{"name": model.topics[place], "confidence": float(chances[place])} for place in order]
        if ranking[0]["confidence"] < self._config["threshold"]:
            ranking.insert(0, {"name": FALLBACK, "confidence": float(self._config["threshold"])})
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        if second := _second(model, spans, str(ranking[0]["name"])):
            message.set(SECOND, second, add_to_output=True)

    def _chances(self, model: TopicModel, text: str, encoding: Encoding) -> tuple[np.ndarray, np.ndarray]:
        """The whole message's chances mixed with the mean of its spans', which a ramble does not blur."""
        whole = model.probabilities([text], encoding.whole.reshape(1, -1))[0]
        if len(encoding.spans) == 1:
            return whole, whole.reshape(1, -1)
        spans = model.probabilities(list(encoding.texts), encoding.spans)
        sure = spans.max(axis=1, keepdims=True)
        by_spans = (spans * sure).sum(axis=0) / sure.sum()
        share = self._config["spans_share"]
        return (1 - share) * whole + share * by_spans, spans


def _vector(message: Message) -> np.ndarray:
    features = next(found for found in message.features if found.attribute == TEXT and found.type == FEATURE_TYPE_SENTENCE)
    return np.asarray(features.features)


def _second(model: TopicModel, spans: np.ndarray, first: str) -> str | None:
    """A topic that one span asks for clearly while another asks for the first one."""
    tops = [(model.topics[int(row.argmax())], float(row.max())) for row in spans]
    if len(tops) < 2 or all(topic != first for topic, _ in tops):
        return None
    others = [(chance, topic) for topic, chance in tops if topic != first and topic.startswith("ask_")]
    best = max(others, default=(0.0, ""))
    return best[1] if best[0] >= 0.6 else None
