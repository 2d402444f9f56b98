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


NLU = """
version: "3.1"
nlu:
- intent: a
  examples: |
    - one
    - two
- intent: b
  examples: |
    - three
    - four
stories:
- story: one
  steps:
  - intent: a
  - action: utter_a
"""
DOMAIN = """
version: "3.1"
intents: [a, b]
responses:
  utter_a:
  - text: A
"""


@pytest.mark.parametrize(
    "config",
    [
        "pipeline: [{name: WhitespaceTokenizer}, {name: CountVectorsFeaturizer}, {name: DIETClassifier, epochs: 1}]\npolicies: []",
        "pipeline: [{name: WhitespaceTokenizer}]\npolicies: [{name: TEDPolicy, epochs: 1}]",
    ],
    ids=["DIETClassifier", "TEDPolicy"],
)
def test_training_what_needs_it_is_refused_in_one_line_with_the_remedy(tmp_path, config):
    (tmp_path / "config.yml").write_text(f"recipe: default.v1\nlanguage: en\nassistant_id: x\n{config}\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "all.yml").write_text(NLU)
    (tmp_path / "domain.yml").write_text(DOMAIN)
    done = subprocess.run([sys.executable, "-m", "rasa", "train"], cwd=tmp_path, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    lines = [line for line in said.splitlines() if "TensorFlowMissing: " in line]
    assert len(lines) == 1, said
    assert "config.yml" in lines[0]
    assert "uv sync --extra tensorflow" in lines[0]


def test_telemetry_is_off_in_a_plain_python():
    code = "import os, rasa.telemetry as t; print(os.environ['RASA_TELEMETRY_ENABLED'], t.is_telemetry_enabled())"
    environment = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["false", "False"]
