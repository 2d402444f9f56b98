"""The encoder's layers in JAX, so that they can be trained: the same arithmetic as nlu/minilm_onnx.py writes as ONNX."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

LAYERS, HEADS, WIDTH = 6, 12, 384
DROPOUT = 0.1
Weights = dict[str, Any]


def layer_weights(weights: Weights, number: int) -> Weights:
    """Returns one layer's weights under their names inside the layer."""
    start = f"encoder.layer.{number}."
    return {name.removeprefix(start): jnp.array(value) for name, value in weights.items() if name.startswith(start)}


def embed(weights: Weights, ids: np.ndarray) -> np.ndarray:
    """Returns the embeddings of token ids, shape (batch, length, 384)."""
    part = {name.removeprefix("embeddings."): value for name, value in weights.items() if name.startswith("embeddings.")}
    summed = part["word_embeddings.weight"][ids] + part["position_embeddings.weight"][None, : ids.shape[1]]
    summed = summed + part["token_type_embeddings.weight"][0]
    return np.asarray(_norm(part, "LayerNorm", jnp.array(summed)), dtype=np.float32)


def layer(part: Weights, hidden: Any, mask: Any, key: Any, dropout: float) -> Any:
    """One transformer layer; dropout 0 for anything but training."""
    first, second = jax.random.split(key)
    mixed = _linear(part, "attention.output.dense", _attention(part, hidden, mask))
    hidden = _norm(part, "attention.output.LayerNorm", hidden + _drop(mixed, first, dropout))
    wide = jax.nn.gelu(_linear(part, "intermediate.dense", hidden), approximate=False)
    narrow = _linear(part, "output.dense", wide)
    return _norm(part, "output.LayerNorm", hidden + _drop(narrow, second, dropout))


def pooled(hidden: Any, mask: Any) -> Any:
    """Returns the unit mean of the real tokens, shape (batch, 384)."""
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1)[:, None]
    return mean / jnp.linalg.norm(mean, axis=1, keepdims=True)


def _attention(part: Weights, hidden: Any, mask: Any) -> Any:
    batch, length, _ = hidden.shape

    def heads(name: str) -> Any:
        flat = _linear(part, f"attention.self.{name}", hidden)
        return flat.reshape(batch, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    query, key, value = heads("query"), heads("key"), heads("value")
    scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(WIDTH // HEADS) + (1 - mask[:, None, None, :]) * -1e9
    return (jax.nn.softmax(scores, -1) @ value).transpose(0, 2, 1, 3).reshape(batch, length, WIDTH)


def _linear(part: Weights, name: str, hidden: Any) -> Any:
    return hidden @ part[f"{name}.weight"].T + part[f"{name}.bias"]


def _norm(part: Weights, name: str, hidden: Any) -> Any:
    mean = hidden.mean(-1, keepdims=True)
    spread = ((hidden - mean) ** 2).mean(-1, keepdims=True)
    return (hidden - mean) / jnp.sqrt(spread + 1e-12) * part[f"{name}.weight"] + part[f"{name}.bias"]


def _drop(hidden: Any, key: Any, dropout: float) -> Any:
    if dropout == 0:
        return hidden
    return hidden * jax.random.bernoulli(key, 1 - dropout, hidden.shape) / (1 - dropout)
