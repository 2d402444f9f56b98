"""Danger is answered with the right contacts, not an article, also in the middle of anything else, and colours what follows."""

from __future__ import annotations

import pytest

FIRST = {
    "i want to kill myself": ("suicide_self_harm", "lifeline_988"),
    "he put his hands around my neck last night": ("partner_violence", "domestic_violence_hotline"),
    "my dad hits my little brother": ("child_danger", "childhelp"),
    "he forces me to have sex": ("sexual_assault", "rainn"),
    "he took too many pills and wont wake up": ("overdose_withdrawal", "emergency_911"),
    "i want to kill him": ("harm_others", "lifeline_988"),
}


@pytest.mark.parametrize(("text", "kind", "contact"), [(text, *found) for text, found in FIRST.items()])
def test_at_the_first_message(visitor, text, kind, contact):
    answer = visitor.say(text)
    assert answer[-1]["danger"] == {"kind": kind, "level": "act"}
    assert contact in [card["id"] for card in answer[-1]["cards"]]
    assert answer[-1]["topic"] == kind
    assert len(answer) == 1, "no acknowledgement before a crisis answer"


@pytest.mark.parametrize("text", list(FIRST)[:3])
def test_in_the_middle_of_a_topic(visitor, text):
    visitor.say("what are the signs of codependency")
    visitor.say("tell me more")
    answer = visitor.say(f"ok but honestly {text}")
    assert answer[-1]["danger"]["level"] == "act"


def test_it_never_says_the_same_twice_running(visitor):
    said = [visitor.say("i want to die")[-1]["text"] for _ in range(7)]
    assert all(first != second for first, second in zip(said, said[1:], strict=False))
    assert len(set(said)) >= 5


def test_after_violence_the_answers_are_safe(visitor):
    visitor.say("my husband beats me")
    answer = visitor.say("how do i set boundaries with him")[-1]
    assert answer["topic"] == "boundaries"
    assert "hotline" in answer["text"].lower()
    assert "say the limit" not in answer["text"].lower()


def test_a_sign_of_fear_gets_one_gentle_question(visitor):
    answer = visitor.say("he checks my phone every night and im scared of how he reacts. how do i set boundaries")
    assert answer[-1]["danger"] == {"kind": "partner_violence", "level": "check"}
    assert "?" in answer[-1]["text"]


@pytest.mark.parametrize(
    "text", ["this silence is killing me", "he has never hit me", "i could murder a pizza", "im dying to see her"]
)
def test_idioms_are_not_danger(visitor, text):
    danger = visitor.say(text)[-1]["danger"]
    assert danger is None or danger["level"] == "check"


@pytest.mark.parametrize(
    "question", ["what is coda", "my husband is an alcoholic, where do families of alcoholics go", "find me a therapist near me"]
)
def test_after_violence_the_cards_are_for_safety_too(visitor, question):
    visitor.say("my husband beats me")
    answer = visitor.say(question)[-1]
    shown = [card["id"] for card in answer["cards"]]
    assert not shown or shown[0] == "domestic_violence_hotline", (answer["topic"], shown)
    assert not {"aamft", "iceeft", "ourrelationship"} & set(shown), "no couples therapy where violence is known"


def test_without_violence_a_topic_shows_its_own_cards(visitor):
    assert "coda" in [card["id"] for card in visitor.say("what is coda")[-1]["cards"]]
