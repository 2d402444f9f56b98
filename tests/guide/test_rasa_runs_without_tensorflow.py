"""The assistant needs no TensorFlow, and says clearly what to do when a component does."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import tensorflow_standin


def test_the_stand_in_answers_and_not_the_real_one():
    assert tensorflow_standin.is_installed()


def test_every_component_that_rasa_ships_can_be_named():
    import rasa.engine.recipes.default_components  # noqa: F401  # imports DIET, TED and the rest
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    assert "DIETClassifier" in DefaultV1Recipe._registered_components


def test_what_needs_tensorflow_is_refused_with_the_remedy():
    import tensorflow as tf

    with pytest.raises(tensorflow_standin.TensorFlowMissing, match="uv sync --extra tensorflow"):
        tf.constant([1.0])
    with pytest.raises(tensorflow_standin.TensorFlowMissing, match="config.yml"):
        tf.keras.layers.Dense(8)


def test_training_diet_is_refused_with_the_remedy(tmp_path, root):
    (tmp_path / "config.yml").write_text(
        "recipe: default.v1\nlanguage: en\nassistant_id: x\npipeline:\n- name: WhitespaceTokenizer\n"
        "- name: CountVectorsFeaturizer\n- name: DIETClassifier\n  epochs: 1\n"
    )
    (tmp_path / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: a\n  examples: |\n    - one\n    - two\n- intent: b\n  examples: |\n    - three\n    - four\n'
    )
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--config", "config.yml", "--nlu", "nlu.yml", "--out", "models"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "uv sync --extra tensorflow" in done.stdout + done.stderr


def test_telemetry_is_off_in_a_plain_python():
    code = "import os, rasa.telemetry as t; print(os.environ['RASA_TELEMETRY_ENABLED'], t.is_telemetry_enabled())"
    environment = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["false", "False"]
