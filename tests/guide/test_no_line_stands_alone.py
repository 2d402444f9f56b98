"""Each line of small talk that may come twice running has other words, and no turn is without a way on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from talk import FALLBACK, Talk

from actions import library

ROOT = Path(__file__).resolve().parents[2]
ONCE = {"utter_erasing", "utter_beside_sex"}  # the first ends the conversation; the second stands before a topic's first answer
PARTS = re.compile(r"^utter_(label|ack|memory_(about|role|living|addiction|name|pronoun|place|topics|minor|safety))")
OTHER_WORDS = re.compile(r"_(again|3|safe|more)$")
TALK = [
    name
    for file in sorted((ROOT / "data" / "talk").glob("*.yml"))
    for name in yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {}
    if not PARTS.match(name) and not OTHER_WORDS.search(name) and name not in ONCE
]
SMALL_TALK = sorted(intent for intent, action in library.actions_by_intent().items() if action != "action_erase_conversation")


@pytest.mark.parametrize("name", TALK)
def test_it_can_be_said_in_other_words(name):
    assert len(library.variants(name)) > 1


@pytest.mark.parametrize("intent", [*SMALL_TALK, FALLBACK])
@pytest.mark.parametrize("before", [None, "ask_signs"])
def test_the_same_message_over_and_over_never_gets_the_same_line_twice_running_and_leaves_a_way_on(intent, before):
    talk = Talk()
    if before:
        talk.hears("the signs", before)
    last = talk.text
    for _ in range(5):
        said = talk.hears("some words", intent, ("ask_coda",))
        assert said
        assert talk.labels, f"a dead end: {talk.text}"
        assert talk.text != last, f"twice running: {last}"
        assert not re.search(r"\[\w+\]|\{|None", talk.text)
        last = talk.text
