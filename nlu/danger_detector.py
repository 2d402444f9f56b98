"""Rasa component with the last word on danger: ``act`` replaces the intent, ``check`` travels beside it."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.danger_judge import DangerJudge, train_judge
from nlu.plain_text import plain
from nlu.sentence_encoder import SentenceEncoder, encoding_of

DANGER = "danger"
TOPIC = "topic"  # the classifier's own best guess, whatever the danger
REPORT = "report_"
# A button or a classifier's guess of these is a kind of danger of another name.
KIND_OF_KEY = {"i_hurt_partner": "harm_others"}
WITHOUT_KIND = {"minor_visitor"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerDetector(GraphComponent):
    """Reads what the encoder saw; needs no pass of its own."""

    def __init__(self, storage: ModelStorage, resource: Resource, judge: DangerJudge | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._judge = judge

    @classmethod
    def required_components(cls) -> list[type]:
        """It needs the encoder's vectors."""
        return [SentenceEncoder]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> DangerDetector:
        """For training."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from safety/examples, with the guide's own topics as what is not danger."""
        examples = [(m.get(TEXT), str(m.get(INTENT))) for m in training_data.intent_examples if m.get(TEXT)]
        harmless = [text for text, intent in examples if not intent.startswith(REPORT)]
        reported = [(text, intent.removeprefix(REPORT)) for text, intent in examples if intent.startswith(REPORT)]
        kinds = [(text, KIND_OF_KEY.get(key, key)) for text, key in reported if key not in WITHOUT_KIND]
        self._judge = train_judge(harmless, kinds)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._judge, folder / "danger.joblib")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> DangerDetector:
        """Loads what was learned."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / "danger.joblib"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds ``danger`` and ``topic`` to each message, and sets the intent where danger is now."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name")
            message.set(TOPIC, intent, add_to_output=True)
            danger = self._danger_in(message, intent)
            message.set(DANGER, danger, add_to_output=True)
            if danger and danger["level"] == "act" and not str(intent).startswith(REPORT):
                message.set(INTENT, {"name": REPORT + danger["kind"], "confidence": 1.0}, add_to_output=True)
        return messages

    def _danger_in(self, message: Message, intent: str | None) -> dict[str, str] | None:
        encoding, text = encoding_of(message), message.get(TEXT)
        if text is None or text.startswith("/"):  # a button: its intent says it all
            return _of_button(text.removeprefix("/").strip() if text else "")
        if encoding is None or self._judge is None:
            return None
        return self._judge.judge(plain(text), encoding, intent or "")


def _of_button(intent: str) -> dict[str, str] | None:
    key = intent.removeprefix(REPORT)
    if not intent.startswith(REPORT) or key in WITHOUT_KIND:
        return None
    return {"kind": KIND_OF_KEY.get(key, key), "level": "act"}
