"""Rasa component: gives each message the sentence encoder's vector, and its spans' vectors to those who come after."""

from __future__ import annotations

import shutil
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import Encoder, Encoding, shared_encoder
from nlu.minilm_onnx import WIDTH, built_model, model_folder
from nlu.plain_text import plain

ENCODING = "encoding"  # where a message carries its Encoding, while it is being understood


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """MiniLM as int8 ONNX. The trained assistant carries the file, so that a server needs nothing else."""

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource, encoder: Encoder) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._encoder = encoder

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set but the featurizer's alias."""
        return {**DenseFeaturizer.get_default_config(), "alias": None}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Every config is right."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceEncoder:
        """Builds the encoder (once a machine) for training."""
        return cls(config, execution_context.node_name, model_storage, resource, shared_encoder())

    def train(self, training_data: TrainingData) -> Resource:
        """Nothing is learned: the encoder's files are put into the trained assistant."""
        with self._storage.write_to(self._resource) as folder:
            shutil.copy(built_model(), folder / "minilm.onnx")
            shutil.copy(model_folder() / "tokenizer.json", folder / "tokenizer.json")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> SentenceEncoder:
        """Loads the encoder from the trained assistant."""
        with model_storage.read_from(resource) as folder:
            encoder = Encoder(folder / "minilm.onnx", folder / "tokenizer.json")
        return cls(config, execution_context.node_name, model_storage, resource, encoder)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes all examples, in batches."""
        examples = [message for message in training_data.training_examples if message.get(TEXT)]
        vectors = self._encoder.encode_many([plain(message.get(TEXT)) for message in examples])
        for message, vector in zip(examples, vectors, strict=True):
            self._add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes what a visitor said, whole and by spans."""
        for message in messages:
            if text := message.get(TEXT):
                encoding = self._encoder.encode(plain(text))
                message.set(ENCODING, encoding)
                self._add(message, encoding.whole)
        return messages

    def _add(self, message: Message, vector: np.ndarray) -> None:
        sentence = vector.reshape(1, WIDTH)
        words = max(len(message.get(TOKENS_NAMES[TEXT]) or []), 1)
        for kind, features in ((FEATURE_TYPE_SENTENCE, sentence), (FEATURE_TYPE_SEQUENCE, np.repeat(sentence, words, axis=0))):
            message.add_features(Features(features, kind, TEXT, self._identifier))


def encoding_of(message: Message) -> Encoding | None:
    """Returns what the encoder saw of a message, or None where it had no text."""
    found: Encoding | None = message.get(ENCODING)
    return found
