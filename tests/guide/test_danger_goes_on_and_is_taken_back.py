"""A crisis goes on in its own words until it is taken back; what is taken back is believed, and violence is lifted only by a yes."""

from __future__ import annotations

import pytest
from talk import Talk

from actions import library
from actions.library import DANGER_KEYS

ACT = {key: {"kind": "harm_others" if key == "i_hurt_partner" else key, "level": "act"} for key in DANGER_KEYS}
CRISES = [key for key in DANGER_KEYS if key != "minor_visitor"]
VIOLENT = ("partner_violence", "sexual_assault", "i_hurt_partner", "harm_others")


@pytest.fixture
def talk() -> Talk:
    return Talk()


def reports(talk: Talk, key: str) -> None:
    talk.hears("…", f"report_{key}", danger=ACT[key] if key != "minor_visitor" else None)


@pytest.mark.parametrize("key", CRISES)
def test_a_crisis_goes_on_in_new_words_also_when_danger_is_not_named_again(talk, key):
    reports(talk, key)
    said = [talk.text]
    for intent in ("vent", "share_detail", "nlu_fallback", "vent", "deny", "tell_me_more", "vent", "nlu_fallback", "vent"):
        talk.hears("it is all so much", intent)
        assert talk.last[-1].cards, "the contacts stay in view"
        assert talk.last[-1].topic == key
        said.append(talk.text)
    assert all(first != second for first, second in zip(said, said[1:], strict=False))
    assert len(set(said)) >= 5


@pytest.mark.parametrize("key", DANGER_KEYS)
def test_the_answer_that_means_danger_this_minute_is_heard(talk, key):
    reports(talk, key)
    worse = library.metadata(f"utter_{key}")["worse_if"]
    talk.hears("yes" if worse == "affirm" else "no", worse)
    assert talk.text == library.text(f"utter_{key}_now")
    assert talk.last[-1].cards[0]["id"] == "emergency_911"
    talk.hears("ok", "affirm")
    assert talk.text == library.text(f"utter_{key}_2"), "the script goes on where it was"


@pytest.mark.parametrize("key", DANGER_KEYS)
def test_the_other_answer_goes_on_with_the_script_and_not_to_a_person(talk, key):
    reports(talk, key)
    better = "deny" if library.metadata(f"utter_{key}")["worse_if"] == "affirm" else "affirm"
    talk.hears("no" if better == "deny" else "yes", better)
    assert talk.text == library.text(f"utter_{key}_2")


def test_a_question_about_a_topic_is_answered_in_a_crisis_too(talk):
    reports(talk, "suicide_self_harm")
    talk.hears("what is coda", "ask_coda")
    assert talk.last[-1].topic == "coda"
    talk.hears("nothing helps", "vent")
    assert talk.last[-1].topic == "suicide_self_harm", "the crisis is still open"


@pytest.mark.parametrize("key", [key for key in CRISES if key not in VIOLENT])
def test_who_says_it_was_not_meant_so_is_believed_and_numbers_stay(talk, key):
    reports(talk, key)
    talk.hears("i was joking", "not_in_danger")
    assert "I believe you" in talk.text
    assert talk.last[-1].cards
    assert talk.memory.crisis == "settled"
    first = talk.text
    talk.hears("im safe", "not_in_danger")
    assert talk.text != first
    talk.hears("i feel tired", "vent")
    assert talk.last[-1].topic != key, "it is over"


def test_a_crisis_that_was_settled_opens_again_and_does_not_begin_from_the_first_words(talk):
    reports(talk, "suicide_self_harm")
    first = talk.text
    talk.hears("i was joking", "not_in_danger")
    reports(talk, "suicide_self_harm")
    assert talk.memory.crisis == "open"
    assert talk.text != first


@pytest.mark.parametrize("key", VIOLENT)
def test_violence_is_lifted_only_after_one_question_and_a_yes(talk, key):
    reports(talk, key)
    talk.hears("it was not meant so", "not_in_danger")
    assert "?" in talk.text
    assert talk.last[-1].cards
    assert talk.memory.violence_known, "not before the answer"
    assert talk.memory.crisis == "settled", "the one is lifted apart from the other"
    talk.hears("yes", "affirm")
    assert not talk.memory.violence_known
    talk.hears("how do i set boundaries", "ask_boundaries")
    assert talk.text == library.text("utter_boundaries")


@pytest.mark.parametrize("key", VIOLENT)
@pytest.mark.parametrize(("words", "intent"), [("no", "deny"), ("what is coda", "ask_coda"), ("not sure", "not_understood")])
def test_anything_but_a_yes_keeps_the_answers_careful(talk, key, words, intent):
    reports(talk, key)
    talk.hears("im safe now", "not_in_danger")
    talk.hears(words, intent)
    assert talk.memory.violence_known
    talk.hears("yes", "affirm")
    assert talk.memory.violence_known, "a yes to something else is no answer to this"


def test_the_buttons_of_the_question_do_what_the_words_do(talk):
    reports(talk, "partner_violence")
    talk.hears("im safe now", "not_in_danger")
    talk.presses("No")
    assert talk.memory.violence == "suffered"
    talk.hears("really, he never hit me", "not_in_danger")
    talk.presses("Yes")
    assert talk.memory.violence == "none"


@pytest.mark.parametrize("words", ["i was joking when i said i want to die", "i didnt mean it when i said id kill myself"])
def test_taking_back_may_name_the_danger(talk, words):
    reports(talk, "suicide_self_harm")
    talk.hears(words, "report_suicide_self_harm", danger=ACT["suicide_self_harm"])
    assert "I believe you" in talk.text


@pytest.mark.parametrize("words", ["i was joking but i still want to die", "im not joking, i want to die again"])
def test_danger_that_is_still_there_is_not_taken_back(talk, words):
    reports(talk, "suicide_self_harm")
    talk.hears(words, "report_suicide_self_harm", danger=ACT["suicide_self_harm"])
    assert talk.memory.crisis == "open"


def test_forget_that_leaves_a_crisis_there_with_the_contacts(talk):
    reports(talk, "partner_violence")
    talk.hears("never mind", "forget_that")
    assert talk.last[-1].cards
    assert (talk.memory.crisis, talk.memory.violence) == ("settled", "suffered")


def test_a_no_to_the_gentle_question_lets_go_of_anger_but_not_of_fear(talk):
    talk.hears("i could kill him", "vent", danger={"kind": "harm_others", "level": "check"})
    assert talk.memory.violence == "own"
    talk.presses("No")
    assert talk.memory.violence == "none"
    talk.hears("i am scared of him", "vent", danger={"kind": "partner_violence", "level": "check"})
    talk.presses("No")
    assert talk.memory.violence == "suspected"


def test_where_nothing_was_known_nothing_is_taken_back(talk):
    talk.hears("im safe", "not_in_danger")
    assert not talk.last[-1].cards


def test_somebody_who_was_choked_is_sent_to_a_doctor_at_once_and_once(talk):
    talk.hears("he choked me", "report_partner_violence", danger=ACT["partner_violence"])
    assert "see a doctor today, even if you feel fine" in talk.text
    talk.hears("he choked me", "report_partner_violence", danger=ACT["partner_violence"])
    assert "see a doctor today, even if you feel fine" not in talk.text
