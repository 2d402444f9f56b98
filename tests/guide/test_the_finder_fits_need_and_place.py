"""Contacts by need, place and wish: at most three, each with why; the state is asked for only where it helps."""

from __future__ import annotations

import pytest
from talk import Talk

from safety.contacts import all_contacts

VIOLENCE = {"kind": "partner_violence", "level": "act"}


@pytest.fixture
def talk() -> Talk:
    return Talk()


def ids(talk: Talk) -> list[str]:
    return [card["id"] for card in talk.last[-1].cards]


ASKED = [
    ("a group near 43085", "coda"),
    ("find me a coda meeting", "coda"),
    ("group that isnt religious", "smart_family"),
    ("something for families of alcoholics", "al_anon"),
    ("where can i find rehab in texas", "samhsa_helpline"),
    ("a therapist please", "psychology_today"),
    ("eft therapist", "iceeft"),
    ("an online program for us", "ourrelationship"),
    ("i am a veteran", "veterans_crisis_line"),
    ("show me helplines", "lifeline_988"),
    ("helplines in canada", "findahelpline"),
]


@pytest.mark.parametrize(("words", "contact"), ASKED)
def test_what_was_asked_for_is_shown(talk, words, contact):
    talk.hears(words, "show_contacts")
    assert contact in ids(talk)
    assert 1 <= len(ids(talk)) <= 3
    assert all(card["why"] for card in talk.last[-1].cards)


@pytest.mark.parametrize(
    ("wish", "holds"),
    [
        ("free", lambda contact: contact.free),
        ("online", lambda contact: contact.online),
        ("spanish", lambda contact: "es" in contact.languages),
        ("number to call", lambda contact: any(action["do"] in ("call", "text") for action in contact.actions)),
    ],
)
def test_a_wish_is_met_by_all_that_is_shown(talk, wish, holds):
    by_id = {contact.id: contact for contact in all_contacts()}
    talk.hears(f"{wish} for families of addicts", "show_contacts")
    shown = [by_id[name] for name in ids(talk)]
    assert shown
    assert all(holds(contact) for contact in shown), [contact.id for contact in shown]


def test_a_wish_may_follow_what_was_shown(talk):
    talk.hears("a group please", "show_contacts")
    talk.hears("is there one in spanish", "show_contacts")
    assert ids(talk) == ["coda"]


def test_what_cannot_be_met_is_said_and_the_nearest_is_shown(talk):
    talk.hears("a free therapist by phone in spanish", "show_contacts")
    assert "none that is all of that" in talk.text
    assert ids(talk)


def test_the_state_is_asked_for_once_and_only_where_it_helps(talk):
    talk.hears("helplines", "show_contacts")
    assert "state" not in talk.text
    talk.hears("a therapist please", "show_contacts")
    assert "Which state or ZIP" in talk.text
    talk.hears("a therapist please", "show_contacts")
    assert "Which state or ZIP" not in talk.text


@pytest.mark.parametrize("words", ["an online therapist", "therapist in ohio", "therapist near 44101"])
def test_the_state_is_not_asked_for_where_it_is_known_or_does_not_matter(talk, words):
    talk.hears(words, "show_contacts")
    assert "Which state" not in talk.text


@pytest.mark.parametrize(("words", "place"), [("ohio", "Ohio"), ("44101", "44101"), ("im in tx", "Texas")])
def test_a_state_given_when_asked_puts_first_what_searches_by_place(talk, words, place):
    talk.hears("treatment", "show_contacts")
    talk.hears(words, "give_place")
    assert place in talk.text
    assert ids(talk)[0] in ("samhsa_helpline", "findtreatment")


def test_a_place_nobody_asked_for_is_noted_and_the_need_is_asked(talk):
    talk.hears("i live in ohio", "give_place")
    assert "Noted: Ohio" in talk.text
    talk.hears("a therapist", "show_contacts")
    assert "Ohio" in talk.text


def test_a_place_that_is_not_known_is_never_made_up(talk):
    talk.hears("a therapist", "show_contacts")
    talk.hears("springfield", "give_place")
    assert "couldn't tell" in talk.text
    assert talk.memory.place is None


def test_the_topic_at_hand_says_what_is_looked_for(talk):
    talk.hears("whats coda", "ask_coda")
    talk.hears("show me", "show_contacts")
    assert "coda" in ids(talk)


def test_where_alcohol_is_part_of_it_the_finder_knows(talk):
    talk.hears("my husband drinks", "vent")
    talk.hears("who can help", "show_contacts")
    assert "al_anon" in ids(talk)


def test_a_therapist_asked_for_with_a_place_comes_with_cards(talk):
    talk.hears("couples counselor in ohio", "ask_find_therapist")
    assert ids(talk)
    assert talk.memory.place == "Ohio"


def test_where_violence_is_known_the_hotline_comes_first_and_no_couples_work(talk):
    talk.hears("he hits me", "report_partner_violence", danger=VIOLENCE)
    talk.hears("couples therapist in ohio", "show_contacts")
    assert ids(talk)[0] in ("emergency_911", "domestic_violence_hotline")
    assert not {"aamft", "iceeft", "ourrelationship"} & set(ids(talk))
