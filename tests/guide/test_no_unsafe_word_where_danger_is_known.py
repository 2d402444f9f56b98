"""Where violence or a crisis is known, no topic gives a text, a button or a card that could make it worse; every topic is walked."""

from __future__ import annotations

import re

import pytest
from talk import Said, Talk
from unsafe_words import unsafe_in

from actions import library
from actions.library import DANGER_KEYS
from actions.next_steps import NOT_UNDER_VIOLENCE
from safety.contacts import all_contacts

VIOLENCE, CRISES = ("suspected", "suffered", "own"), ("none", "open", "settled")
TOPICS = sorted(key for key in library.topics() if key not in DANGER_KEYS)
COUPLES_CONTACTS = {contact.id for contact in all_contacts() if not contact.under_violence}


def walk(topic: str, violence: str, crisis: str) -> list[list[Said]]:
    """Returns all that is answered when a topic is asked for five times, each time with more and more of it."""
    talk, answers = Talk(), []
    talk.slots |= {"violence": violence, "crisis": crisis}
    if violence == "suffered" and crisis != "none":
        talk.slots["danger_turns"] = {"partner_violence": 1}
    for _ in range(5):
        answers.append(talk.hears("and this", library.topics()[topic].intent))
        for more in ("tell me more", "for example", "more"):
            answers.append(talk.hears(more, "tell_me_more"))
    answers.append(talk.hears("say that again", "repeat_please"))
    return answers


@pytest.mark.parametrize("crisis", CRISES)
@pytest.mark.parametrize("violence", VIOLENCE)
@pytest.mark.parametrize("topic", TOPICS)
def test_no_text_button_or_card_is_unsafe_under_violence(topic, violence, crisis):
    hidden = {library.topics()[key].say for key in NOT_UNDER_VIOLENCE}
    for answer in walk(topic, violence, crisis):
        for said in answer:
            assert not unsafe_in(said.text), (unsafe_in(said.text), said.text)
            assert not {card["id"] for card in said.cards} & COUPLES_CONTACTS
            assert not set(said.buttons.values()) & hidden, f"a button leads to what is withheld: {said.buttons}"


@pytest.mark.parametrize("topic", TOPICS)
def test_somebody_who_hurt_a_partner_is_never_spoken_to_as_the_one_who_is_hurt(topic):
    for answer in walk(topic, "own", "open"):
        for said in answer:
            assert not re.search(
                r"who (?:scares or )?(?:hurts?|scares?|controls?)(?: or \w+)? you\b|not your fault", said.text
            ), said.text


@pytest.mark.parametrize("violence", VIOLENCE)
@pytest.mark.parametrize("topic", TOPICS)
def test_no_text_stands_twice_running(topic, violence):
    said = [answer[-1].text for answer in walk(topic, violence, "none")]
    assert all(first != second for first, second in zip(said, said[1:], strict=False))


def test_every_topic_has_a_safe_text_or_says_that_its_own_is_safe():
    without = [key for key in TOPICS if library.topics()[key].safe is None]
    assert without == []


@pytest.mark.parametrize("kind", DANGER_KEYS)
def test_no_crisis_text_is_unsafe(kind):
    for name, response in library.responses().items():
        if name.startswith(f"utter_{kind}"):
            assert not unsafe_in(response["text"]), (name, unsafe_in(response["text"]))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Couples therapy may help you.", "couples therapy"),
        ("Both of you can own your part.", "both own their part"),
        ("Say the limit once, calmly.", "say your limit"),
        ("Try to do a little less each week.", "pull back care"),
        ("There are workshops for families.", "workshops"),
        ("Many couples get through this.", "couples recover"),
        ("A representative can check your plan.", "a plan is checked, whoever holds it"),
        ("Choose Transcript in the menu to keep a copy.", "a copy, and nobody asks who can see it"),
    ],
)
def test_the_reading_can_fail(text, what):
    assert what in unsafe_in(text)


@pytest.mark.parametrize("violence", VIOLENCE)
def test_nobody_is_thanked_for_their_part_where_violence_is_known(violence):
    talk = Talk()
    talk.slots |= {"violence": violence}
    for _ in range(4):
        talk.hears("i am the taker, i lean on him for everything and i feel so guilty about all of it", "vent")
        assert not re.search(r"own part|lean(?:s)? on someone", talk.text)
