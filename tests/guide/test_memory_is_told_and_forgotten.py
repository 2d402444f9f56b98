"""What the guide remembers is used where it fits, told in plain words when asked for, and forgotten when told to."""

from __future__ import annotations

import pytest
from talk import Talk

VIOLENCE = {"kind": "partner_violence", "level": "act"}


@pytest.fixture
def talk() -> Talk:
    return Talk()


def told(talk: Talk) -> str:
    talk.hears("what do you remember about me", "what_do_you_remember")
    return talk.text


def test_all_of_it_is_told_in_plain_words(talk):
    talk.hears("My husband Tom drinks and i do everything, we live together", "vent")
    talk.hears("he ignores what i say", "ask_partner_ignores_boundaries")
    talk.hears("im in ohio", "give_place")
    text = told(talk)
    for part in (
        "you and your partner",
        "the name you gave: tom",
        "“he”",
        "most of the caring",
        "alcohol or drugs",
        "are together",
        "ohio",
        "“they ignore my limits”",
    ):
        assert part in text.lower(), f"{part} is missing in {text}"
    assert talk.labels[0] == "Forget that"


def test_every_slot_that_holds_something_of_the_visitor_is_told(talk):
    talk.hears("this is about my daughter, im the taker, we are separated", "share_detail")
    talk.hears("im 15", "report_minor_visitor")
    talk.hears("he hits me", "report_partner_violence", danger=VIOLENCE)
    text = told(talk)
    for part in ("your child", "lean on the other", "are apart", "under 18", "about safety"):
        assert part in text, f"{part} is missing in {text}"


def test_nothing_is_told_where_nothing_was_said(talk):
    assert "Nothing yet" in told(talk)


def test_forget_that_forgets_and_danger_stays(talk):
    talk.hears("My husband Tom drinks, we live in ohio", "vent")
    talk.hears("he hits me", "report_partner_violence", danger=VIOLENCE)
    talk.hears("forget that", "forget_that")
    memory = talk.memory
    assert (memory.about, memory.partner_name, memory.addiction, memory.place, memory.topic) == (None, None, False, None, None)
    assert memory.violence_known
    text = told(talk)
    assert "Tom" not in text
    assert "safety" in text


def test_a_name_is_said_back_so_that_it_can_be_put_right(talk):
    talk.hears("his name is tim", "share_detail")
    assert "Tim" in talk.text
    talk.hears("sorry, his name is tom", "share_detail")
    assert "Tom" in talk.text
    assert talk.memory.partner_name == "Tom"


def test_where_alcohol_or_drugs_are_part_of_it_that_topic_is_offered_first(talk):
    talk.hears("my wife drinks, what are the signs", "ask_signs")
    assert talk.labels[0] == "Alcohol or drugs are part of it"
    talk.presses("Alcohol or drugs are part of it")
    talk.hears("how do i set limits", "ask_boundaries")
    assert "Alcohol or drugs are part of it" not in talk.labels, "it was read"


def test_where_it_is_about_a_daughter_helping_somebody_is_offered_first(talk):
    talk.hears("im worried about my daughter, what are the signs", "ask_signs")
    assert talk.labels[0] == "Helping someone I care about"


def test_where_it_is_about_a_parent_that_topic_is_offered_first(talk):
    talk.hears("my mother calls me all day, how do i say no", "ask_saying_no_guilt")
    assert talk.labels[0] == "With a parent or grown child"


def test_somebody_who_takes_is_offered_their_own_topic(talk):
    talk.hears("im the taker, what now", "ask_how_to_start")
    assert talk.labels[0] == "What if I'm the taker?"


def test_a_question_of_insurance_gets_no_personal_topic(talk):
    talk.hears("my husband drinks", "ask_addiction_link")
    talk.slots["times_given"] = {}
    talk.hears("does insurance pay", "ask_insurance")
    assert "Alcohol or drugs are part of it" not in talk.labels


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("he never listens", "He ignores my limits"),
        ("she never listens", "She ignores my limits"),
        ("my partner and their moods", "They ignore my limits"),
        ("my husband", "They ignore my limits"),
    ],
)
def test_a_button_says_he_or_she_only_as_the_visitor_does(talk, words, label):
    talk.hears(f"{words}, how do i set limits", "ask_boundaries")
    assert label in talk.labels


def test_a_later_mention_does_not_push_out_what_was_said_outright(talk):
    talk.hears("this is about my daughter", "share_detail")
    talk.hears("my husband thinks so too", "share_detail")
    assert talk.memory.about == "child"
    talk.hears("actually its about me and my partner", "share_detail")
    talk.hears("i am asking about my partner", "share_detail")
    assert talk.memory.about == "partner"
