"""Turns texts into vectors: one for each token, pooled to one for the message and one for each span of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from nlu.minilm_onnx import WIDTH, built_model, model_folder
from nlu.spans import spans_of

MOST_TOKENS = 512  # what the model was built for; a message has at most 2,000 characters


@dataclass(frozen=True)
class Encoding:
    """What the encoder saw of one text.

    Attributes:
        whole: unit vector of the whole text, float32 of shape (384,).
        spans: unit vectors of its spans, shape (n, 384); a short text has one span, itself.
        texts: the words of each span.
    """

    whole: np.ndarray
    spans: np.ndarray
    texts: tuple[str, ...]


class Encoder:
    """One ONNX session and one tokenizer; safe to use from several threads."""

    def __init__(self, model: Path, tokenizer: Path | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # on a small machine a second thread costs more than it brings
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # an arena keeps the largest message's memory for ever
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer or model_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def encode(self, text: str) -> Encoding:
        """Encodes one text and its spans in one forward pass."""
        encoded = self._tokenizer.encode(text)
        tokens = self._run([encoded.ids])[0]
        places = spans_of(text)
        vectors = [_mean(tokens[_inside(encoded.offsets, start, end)]) for start, end in places]
        return Encoding(_mean(tokens), np.stack(vectors), tuple(text[start:end] for start, end in places))

    def encode_many(self, texts: Sequence[str], batch: int = 32) -> np.ndarray:
        """Encodes whole texts for training, batched by length; returns shape (len(texts), 384)."""
        ids = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        result = np.zeros((len(texts), WIDTH), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for first in range(0, len(order), batch):
            places = order[first : first + batch]
            tokens = self._run([ids[place] for place in places])
            for row, place in enumerate(places):
                result[place] = _mean(tokens[row, : len(ids[place])])
        return result

    def _run(self, ids: list[list[int]]) -> Any:
        longest = max(len(row) for row in ids)
        padded = np.zeros((len(ids), longest), dtype=np.int64)
        mask = np.zeros_like(padded)
        for place, row in enumerate(ids):
            padded[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return self._session.run(["tokens"], {"ids": padded, "mask": mask})[0]


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """Returns this process's encoder from the built model, building that when it is not there yet."""
    return Encoder(built_model())


def _mean(tokens: np.ndarray) -> np.ndarray:
    mean = tokens.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def _inside(offsets: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    inside = [place for place, (first, last) in enumerate(offsets) if last > first and first >= start and last <= end]
    return inside or [0]
