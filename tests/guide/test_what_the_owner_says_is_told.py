"""Prices, who pays, privacy, the consultation, addresses and hours: in the owner's words where set, else honestly not known."""

from __future__ import annotations

import pytest
from talk import Talk

from actions import library
from actions.company import POLICY_VARIABLE, WORDS_VARIABLES

NOT_KNOWN = library.text("utter_not_known_ask_representative")
# What is asked, the intent it is understood as, the owner's setting, and what is said where that is unset.
ASKED = [
    ("how much does it cost", "ask_no_insurance_cost", "prices", "What treatment costs, I don't know."),
    (
        "what happens in the free consultation",
        "ask_consultation",
        "consultation",
        "What happens in that talk, and how long it takes, I don't know.",
    ),
    ("who pays you", "ask_do_you_get_paid", "who_pays", "I don't know how Couples Rehab Guide is paid"),
    ("whats my copay with this", "ask_insurance", "prices", NOT_KNOWN),
    ("where are you located", "ask_who_are_you", "addresses", NOT_KNOWN),
    ("who owns this and are you paid by rehabs", "ask_who_are_you", "who_pays", NOT_KNOWN),
    ("what are your hours", "ask_who_are_you", "hours", NOT_KNOWN),
    ("can somebody call me and when are you open", "ask_callback_schedule", "hours", NOT_KNOWN),
]
each = pytest.mark.parametrize(("words", "intent", "subject", "unset"), ASKED)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for variable in (*WORDS_VARIABLES.values(), POLICY_VARIABLE):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def talk() -> Talk:
    return Talk()


@each
def test_unset_it_says_that_it_does_not_know(talk, words, intent, subject, unset):
    talk.hears(words, intent)
    assert unset in talk.text
    assert "representative" in talk.text
    assert "“" not in talk.text


@each
def test_set_the_owners_words_come_first_and_nothing_says_that_it_is_not_known(monkeypatch, talk, words, intent, subject, unset):
    monkeypatch.setenv(WORDS_VARIABLES[subject], "Words of the owner, {as} they [are].")
    said = talk.hears(words, intent)
    assert said[0].text == "Couples Rehab Guide says on this: “Words of the owner, {as} they [are].”"
    assert unset not in talk.text
    assert talk.labels


@pytest.mark.parametrize("intent", ["ask_do_you_get_paid", "ask_no_insurance_cost", "ask_consultation"])
def test_asked_again_it_does_not_say_that_it_still_does_not_know(monkeypatch, talk, intent):
    for variable in WORDS_VARIABLES.values():
        monkeypatch.setenv(variable, "Words of the owner.")
    talk.hears("who pays", intent)
    first = talk.text
    talk.hears("who pays", intent)
    assert talk.text != first
    assert "Words of the owner." in talk.text
    assert "I still don't know" not in talk.text


@pytest.mark.parametrize("intent", ["ask_who_are_you", "ask_insurance", "ask_callback_schedule"])
def test_what_was_not_asked_is_not_told(monkeypatch, talk, intent):
    for variable in WORDS_VARIABLES.values():
        monkeypatch.setenv(variable, "Words of the owner.")
    talk.hears("tell me about that", intent)
    assert "Words of the owner." not in talk.text
    assert NOT_KNOWN not in talk.text


def test_privacy_has_the_owners_words_and_the_policy(monkeypatch, talk):
    talk.hears("is this private", "ask_privacy")
    assert len(talk.last) == 1
    assert talk.last[0].cards == []
    monkeypatch.setenv("CRG_PRIVACY_TEXT", "We keep it for a week.")
    monkeypatch.setenv("CRG_POLICY_URL", "https://example.org/privacy")
    other = Talk()
    other.hears("is this private", "ask_privacy")
    assert "“We keep it for a week.”" in other.last[0].text
    assert other.last[-1].cards == [
        {
            "kind": "link",
            "label": "The site's privacy policy",
            "to": "https://example.org/privacy",
            "text": "The site's privacy policy: https://example.org/privacy",
        }
    ]


def test_where_violence_is_known_only_the_safe_words_are_said(monkeypatch, talk):
    monkeypatch.setenv("CRG_CONSULTATION", "Bring your partner along.")
    talk.hears("he hits me", "report_partner_violence", danger={"kind": "partner_violence", "level": "act"})
    talk.hears("what happens in the consultation", "ask_consultation")
    assert talk.text == library.text("utter_consultation_safe")


@pytest.mark.parametrize(
    "intent", ["ask_consultation", "ask_insurance", "ask_callback_schedule", "ask_what_you_need_for_verification"]
)
def test_a_visitor_under_18_is_led_to_people_for_the_young_and_not_to_what_is_for_adults(talk, intent):
    talk.hears("im 15", "report_minor_visitor")
    talk.hears("can you call me", intent)
    assert talk.text == library.text("utter_for_adults")
    assert "love_is_respect" in [card["id"] for card in talk.last[-1].cards]
    talk.hears("but can you", intent)
    assert talk.text == library.text("utter_for_adults_again")


def test_who_asks_to_be_called_gets_the_form(talk):
    talk.hears("can someone call me", "ask_callback_schedule")
    assert talk.orders == [{"do": "offer_callback"}]
    talk.hears("im 15", "report_minor_visitor")
    talk.hears("can someone call me", "ask_callback_schedule")
    assert talk.orders == []
