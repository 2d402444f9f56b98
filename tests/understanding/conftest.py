"""The trained pipeline of the server, loaded once, and the messages that were written apart from its training."""

from __future__ import annotations

import asyncio
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from channel.wire import harmless
from launch.understand import MODELS, topic_key
from nlu.encoder import Encoder
from nlu.minilm_onnx import built_model


class Reader:
    """Reads messages as the server does."""

    def __init__(self) -> None:
        from rasa.core.agent import load_agent

        self._agent = asyncio.run(load_agent(str(MODELS)))

    @lru_cache(maxsize=20_000)
    def read(self, text: str) -> dict[str, Any]:
        """Returns topic, the two best topics, and danger."""
        parsed = asyncio.run(self._agent.parse_message(harmless(text)))
        ranking = [topic_key(guess["name"]) for guess in parsed["intent_ranking"]]
        best = [topic for topic in ranking if topic != "nlu_fallback"]
        return {
            "topic": ranking[0],
            "two": best[:2],
            "danger": parsed.get("danger"),
            "level": (parsed.get("danger") or {}).get("level"),
        }


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The trained assistant; `make train` makes it."""
    return Reader()


def topic_wordings() -> dict[str, list[str]]:
    """Test wordings by topic key."""
    found: dict[str, list[str]] = {}
    for file in sorted((HERE / "topics").glob("*.yml")):
        for key, texts in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found[key] = list(dict.fromkeys(found.get(key, []) + texts))
    return found


def danger_messages(name: str) -> list[str]:
    """Test messages of one file of danger/, such as ``act_suicide_self_harm``."""
    lines = (HERE / "danger" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


SHORT = 5  # words; a short message can be put in few ways
TOO_LIKE_LETTERS, TOO_LIKE_MEANING = 0.90, 0.985


def too_like(text: str, vector: np.ndarray, trained: list[str], trained_vectors: np.ndarray) -> bool:
    """Whether a test message is nearly a training message, by its letters or by its meaning."""
    if len(text.split()) <= SHORT:
        return False
    if float((trained_vectors @ vector).max()) > TOO_LIKE_MEANING:
        return True
    return process.extractOne(text, trained, scorer=Levenshtein.normalized_similarity, score_cutoff=TOO_LIKE_LETTERS) is not None


@pytest.fixture(scope="session")
def published() -> Encoder:
    """The encoder as it was published: our tuning draws the wordings of one topic together, which likeness must not see."""
    return Encoder(built_model(tuned=False))


def training_wordings() -> dict[str, str]:
    """Training wordings, with the topic of each."""
    found: dict[str, str] = {}
    for file in (ROOT / "data").rglob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu") or []:
            for line in block["examples"].splitlines():
                found[line.removeprefix("- ").strip()] = topic_key(block["intent"])
    return found
