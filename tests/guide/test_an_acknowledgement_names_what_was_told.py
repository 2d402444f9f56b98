"""An acknowledgement is keyed by feeling and by the visitor's part in it, is given before the answer, and is not worn out."""

from __future__ import annotations

import pytest
from talk import Talk

from actions import library


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.mark.parametrize(
    ("words", "intent", "kind"),
    [
        ("im so exhausted, i do everything", "vent", "exhausted_caretaker"),
        ("im so exhausted", "vent", "exhausted"),
        ("i feel so guilty, she does everything for me", "ask_i_am_the_taker", "guilty_taker"),
        ("im worried about my daughter", "ask_for_someone_else", "anxious_child"),
        ("my husband drinks every night what now", "ask_addiction_link", "personal_addiction"),
        ("he moved out and i dont know what comes next", "ask_ending_grief", "personal_apart"),
        ("my mom calls me ten times a day and i always pick up because she gets so mad", "ask_boundaries", "personal_parent"),
    ],
)
def test_it_fits_what_was_told(talk, words, intent, kind):
    said = talk.hears(words, intent)
    assert said[0].text == library.text(f"utter_ack_{kind}")
    assert len(said) == 2


def test_a_special_one_is_given_once_and_then_the_general_ones_in_turn(talk):
    said = [talk.hears("im so exhausted, i do everything", "vent")[0].text for _ in range(4)]
    assert len(set(said)) == 4


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("what is eft", "ask_therapy_types"),
        ("alcohol and codependency", "ask_addiction_link"),
        ("does insurance pay for it if my husband drinks and i want to go with him to a program", "ask_privacy"),
        ("my friend is exhausted", "ask_for_someone_else"),
        ("/ask_caregiver_burnout", "ask_caregiver_burnout"),
        ("im so tired bye", "goodbye"),
    ],
)
def test_a_plain_message_gets_none(talk, words, intent):
    assert len(talk.hears(words, intent)) == 1


def test_venting_gets_an_acknowledgement_and_one_offer(talk):
    said = talk.hears("i just feel so alone in this marriage", "vent")
    assert said[0].text == library.text("utter_ack_lonely")
    assert talk.labels == ["Who can I talk to?", "Something else", "Talk to a person"]


def test_venting_on_goes_on_in_other_words(talk):
    said = [talk.hears("im so lonely", "vent")[-1].text for _ in range(5)]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))


def test_what_the_guide_does_not_speak_of_is_said_before_the_nearest_answer(talk):
    said = talk.hears("we havent had sex in two years", "ask_can_save_relationship")
    assert said[0].text == library.text("utter_beside_sex")
    assert said[-1].topic == "can_save_relationship"


def test_under_violence_nothing_is_said_of_a_couples_therapist(talk):
    talk.hears("he hits me", "report_partner_violence", danger={"kind": "partner_violence", "level": "act"})
    said = talk.hears("we never have sex", "ask_can_save_relationship") + talk.hears("we drifted apart", "ask_relationship_other")
    assert all("couples" not in message.text for message in said)


def test_a_relationship_question_beside_the_guide_gets_an_honest_word_a_therapist_and_a_person(talk):
    said = talk.hears("we grew apart", "ask_relationship_other")
    assert "doesn't speak of this" in said[-1].text
    assert "Find a therapist" in talk.labels
    assert "Talk to a person" in talk.labels
