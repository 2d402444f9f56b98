"""Rasa's spaCy loader with only the pipes that somebody reads; also turns spaCy's names and places into Rasa's entities."""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

UNUSED = ("parser", "senter")  # nobody reads the syntax tree
WANTED = {"PERSON", "GPE", "DATE"}


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyPipes",
)
class SpacyPipes(SpacyNLP):
    """One spaCy document a message, shared by all who need it; entities are read from it, not computed again."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Case is kept: names and places are told from other words by it."""
        return {"case_sensitive": True}

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """Loads the model without the pipes that nobody reads.

        Raises:
            OSError: the model is not installed.
        """
        return SpacyModel(model=spacy.load(spacy_model_name, exclude=list(UNUSED)), model_name=spacy_model_name)

    def process(self, messages: list[Message], model: SpacyModel) -> list[Message]:
        """Adds the document to each message, and the entities found in it."""
        for message in super().process(messages, model):
            document = message.get(SPACY_DOCS[TEXT])
            if document is not None:
                found = [_entity(entity) for entity in document.ents if entity.label_ in WANTED]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def _entity(entity: Any) -> dict[str, Any]:
    return {
        "entity": entity.label_,
        "value": entity.text,
        "start": entity.start_char,
        "end": entity.end_char,
        "extractor": "SpacyPipes",
    }
