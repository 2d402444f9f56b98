"""The weights are checked, and vectors mean what they meant when they were measured."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nlu.encoder import shared_encoder
from nlu.minilm_onnx import WeightsDiffer, check_weights, checked_weights


def test_the_published_and_the_tuned_weights_pass_their_checksums():
    assert "encoder.layer.5.output.dense.weight" in checked_weights()


def test_other_weights_are_refused_with_a_remedy(tmp_path):
    other = tmp_path / "model.safetensors"
    other.write_bytes(b"not the weights")
    with pytest.raises(WeightsDiffer, match="checksum.*run `make tune`"):
        check_weights(other, "0" * 64, "Get it again, or run `make tune`.")


def test_like_meanings_are_near_and_unlike_ones_far():
    vectors = shared_encoder().encode_many(
        ["how do i set limits with him", "setting boundaries with my partner", "weather in paris"]
    )
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.25


def test_one_text_gives_the_same_vector_alone_in_a_batch_and_from_threads():
    texts = ["he reads my messages", "a much longer text that makes the batch wide and is padded for the shorter ones"]
    together = shared_encoder().encode_many(texts)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: shared_encoder().encode(text).whole, texts * 8))
    for place, vector in enumerate(alone):
        # int8 activations are scaled by the whole batch, so not to the last digit
        assert float(np.dot(vector, together[place % 2])) > 0.97
        assert np.array_equal(vector, alone[place % 2])


def test_a_long_message_is_read_by_its_spans():
    encoding = shared_encoder().encode("we have two kids. i love him but last night he pushed me against the wall, what now")
    assert any("pushed me" in span for span in encoding.texts)
    assert encoding.spans.shape == (len(encoding.texts), 384)
