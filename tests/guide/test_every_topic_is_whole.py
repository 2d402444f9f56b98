"""Every topic's file is whole: known keys, a safe form, next steps that exist, words for each intent, no text that nobody reads."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import file_rules as rules
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FACTS = yaml.safe_load(Path(__file__).with_name("facts.yml").read_text(encoding="utf-8"))
CODE = [file.read_text(encoding="utf-8") for file in (ROOT / "actions").glob("*.py")]


@pytest.fixture(scope="module")
def domain() -> dict:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def test_no_file_holds_a_key_that_nothing_reads(content):
    assert {file.name: found for file, held in content.items() if (found := rules.unknown_keys(held))} == {}


def test_no_response_has_several_texts(content):
    assert [found for held in content.values() for found in rules.several_texts(held)] == []


def test_each_topic_has_a_safe_form_or_says_that_its_own_is_right(responses):
    assert rules.without_safe_form(responses) == []


def test_each_next_step_exists_and_each_label_fits_on_a_button(responses):
    assert rules.lost_next_steps(responses) == []


def test_each_fact_claimed_is_the_guides_and_of_the_topics_section(responses):
    assert rules.wrong_sections(responses, FACTS) == []


def test_each_intent_has_examples_and_leads_somewhere(content, domain):
    assert rules.intents_alone(content, domain) == []


def test_no_text_is_written_that_nothing_gives(content):
    assert rules.orphans(content, CODE) == []


# Each rule is broken once on purpose, so that it is known to refuse.


@pytest.fixture
def topic() -> dict:
    """A small topic that is whole."""
    about = {"topic": "x", "label": "X", "facts": ["F011"], "section": "signs", "next": [], "safe": "written"}
    return {
        "nlu": [{"intent": "ask_x", "examples": "- x"}],
        "responses": {
            "utter_x": [{"text": "X.", "metadata": about}],
            "utter_x_safe": [{"text": "Safe.", "metadata": {"facts": []}}],
        },
        "rules": [{"rule": "x", "steps": [{"intent": "ask_x"}, {"action": "action_answer_topic"}]}],
    }


REGISTER = {"intents": ["ask_x"]}


def texts(topic: dict) -> dict:
    return {name: variants[0] for name, variants in topic["responses"].items()}


def all_complaints(topic: dict, register: dict = REGISTER) -> list[str]:
    held = {Path("x.yml"): topic}
    return (
        rules.unknown_keys(topic)
        + rules.several_texts(topic)
        + rules.without_safe_form(texts(topic))
        + rules.lost_next_steps(texts(topic))
        + rules.wrong_sections(texts(topic), FACTS)
        + rules.intents_alone(held, register)
        + rules.orphans(held, CODE)
    )


def test_a_whole_topic_is_not_refused(topic):
    assert all_complaints(topic) == []


def _about(topic: dict) -> dict:
    return topic["responses"]["utter_x"][0]["metadata"]


def _answer(name: str, topic: dict) -> None:
    topic["responses"][name] = [{"text": "Words.", "metadata": {"facts": []}}]


BREAKS = {
    "a key misspelt": (lambda topic: topic.update(respones={}), "unknown key respones"),
    "a key misspelt in nlu": (lambda topic: topic["nlu"][0].update(exmaples=""), "unknown key exmaples in nlu"),
    "a key misspelt in a topic": (lambda topic: _about(topic).update(nexts=[]), "unknown key nexts in utter_x"),
    "a topic's key in a layer": (
        lambda topic: topic["responses"]["utter_x_safe"][0]["metadata"].update(next=[]),
        "unknown key next",
    ),
    "two texts": (lambda topic: topic["responses"]["utter_x"].append({"text": "Y."}), "utter_x has 2 texts"),
    "no safe form": (lambda topic: topic["responses"].pop("utter_x_safe"), "utter_x_safe is not there"),
    "a safe form too many": (lambda topic: _about(topic).update(safe="same"), "utter_x_safe is there"),
    "nothing said of safety": (lambda topic: _about(topic).pop("safe"), "does not say what is safe"),
    "a next step that is not there": (lambda topic: _about(topic).update(next=["y"]), "utter_x leads to y"),
    "a long label": (lambda topic: _about(topic).update(label="X" * 33), "too long for a button"),
    "a fact that is none": (lambda topic: _about(topic).update(facts=["F999"]), "claims F999"),
    "another section": (lambda topic: _about(topic).update(section="time"), "is of section time"),
    "an intent without examples": (lambda topic: topic["nlu"][0].update(examples=" "), "ask_x has no examples"),
    "an intent that leads nowhere": (lambda topic: topic.update(rules=[]), "ask_x leads nowhere"),
    "an orphan": (lambda topic: _answer("utter_nobody_says_this", topic), "utter_nobody_says_this"),
    "an orphan of another topic": (lambda topic: _answer("utter_y_more", topic), "utter_y_more"),
    "a label that no button bears": (lambda topic: _answer("utter_label_nowhere", topic), "utter_label_nowhere"),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_topic_that_is_not_whole_is_refused(case, topic):
    break_it, complaint = BREAKS[case]
    broken = deepcopy(topic)
    break_it(broken)
    assert any(complaint in found for found in all_complaints(broken))


def test_an_intent_that_is_not_registered_is_refused(topic):
    assert "ask_x is not in domain.yml" in all_complaints(topic, {"intents": []})


def test_two_topics_of_one_label_are_refused(topic):
    about = {**_about(topic), "topic": "y", "safe": "same"}
    topic["responses"]["utter_y"] = [{"text": "Y.", "metadata": about}]
    assert "two topics are called X" in rules.lost_next_steps(texts(topic))
