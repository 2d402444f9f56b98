"""Each kind of danger has its script; what it spells out equals the contacts file; nobody is left with a number as the last word."""

from __future__ import annotations

import re

import pytest
from talk import Talk

from actions import library
from actions.crisis import turns_of
from actions.library import DANGER_KEYS
from actions.next_steps import NOT_FOR_MINORS
from safety.contacts import all_contacts, find_contact

TEXTS = {
    name: str(response["text"])
    for name, response in library.responses().items()
    if any(name.startswith(f"utter_{key}") for key in DANGER_KEYS) and "label" not in name
}
NUMBER = re.compile(r"\b1-\d{3}-\d{3}-\d{4}\b|\b\d{5,6}\b|\b(?:988|911)\b")
SITE = re.compile(r"\b[a-z0-9]+\.(?:org|com|net|gov)\b")
# The name that stands nearest before a number says whose it is.
NAMES = {
    "Domestic Violence Hotline": "domestic_violence_hotline",
    "The hotline": "domestic_violence_hotline",
    "The people at the hotline": "domestic_violence_hotline",
    "The hotline can talk": "domestic_violence_hotline",
    "RAINN": "rainn",
    "Childhelp": "childhelp",
    "Poison Control": "poison_control",
    "love is respect": "love_is_respect",
}
OWN = {"988": "lifeline_988", "911": "emergency_911", "741741": "crisis_text_line", "988lifeline.org": "lifeline_988"}


def reached_by(contact_id: str) -> str:
    """Returns all that a contact's entry holds to call, text or open, as one text."""
    contact = find_contact(contact_id)
    assert contact is not None
    return " ".join([contact.text, *(action["label"] + " " + action["to"] for action in contact.actions)])


def named_before(text: str, place: int) -> str | None:
    found = [(text.rfind(name, 0, place), contact) for name, contact in NAMES.items()]
    last = max(found)
    return last[1] if last[0] >= 0 else None


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_number_and_site_belongs_to_the_contact_that_is_named(name):
    text = TEXTS[name]
    for found in [*NUMBER.finditer(text), *SITE.finditer(text)]:
        owner = OWN.get(found.group()) or named_before(text, found.start())
        assert owner, f"{found.group()}: whose is it?"
        assert found.group() in reached_by(owner), f"{found.group()} is not in safety/contacts.yml under {owner}"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_word_to_text_belongs_to_its_number(name):
    for word, number in re.findall(r"\btext ([A-Z]{3,}) to (\d+)", TEXTS[name]):
        assert any(action["to"] == f"sms:{number}?body={word}" for contact in all_contacts() for action in contact.actions)


@pytest.mark.parametrize("key", DANGER_KEYS)
def test_each_kind_has_its_script(key):
    assert turns_of(key) == [f"utter_{key}{part}" for part in ("", "_2", "_3", "_ongoing", "_ongoing_2")]
    assert library.has(f"utter_{key}_now")
    if key != "minor_visitor":
        assert library.has(f"utter_{key}_check")
        assert library.has(f"utter_{key}_check_again")
    assert len({library.text(name) for name in turns_of(key)}) == 5


@pytest.mark.parametrize("key", DANGER_KEYS)
def test_the_first_turn_has_a_question_and_a_contact_in_words_and_as_a_card(key):
    first = library.text(f"utter_{key}")
    assert first.count("?") == 1
    assert NUMBER.search(first)
    cards = library.metadata(f"utter_{key}")["contacts"]
    assert cards
    assert all(find_contact(card) for card in cards)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_text_ends_on_a_number(name):
    last = re.split(r"(?<=[.?!])\s+", TEXTS[name].strip())[-1]
    assert not NUMBER.search(last), last
    assert not SITE.search(last), last


@pytest.mark.parametrize("key", [key for key in DANGER_KEYS if key != "minor_visitor"])
def test_a_person_is_said_to_be_no_crisis_line(key):
    if key == "suicide_self_harm":  # its third turn is a grounding exercise; the handoff itself says so
        assert "not a crisis line" in library.text("utter_handoff_asked_in_danger")
    else:
        assert "not a crisis line" in library.text(f"utter_{key}_3")


def test_what_each_kind_must_hold():
    assert "are you thinking about ending your life" in TEXTS["utter_suicide_self_harm"]
    assert "out of reach" in TEXTS["utter_suicide_self_harm_2"]
    assert "not a reporting line" in TEXTS["utter_child_danger"]
    assert TEXTS["utter_overdose_withdrawal"].startswith("Call 911 now")
    assert "Leave this page" in TEXTS["utter_partner_violence"]
    assert "does not erase your browser history" in TEXTS["utter_partner_violence_2"]
    assert "Couples work is not the place" in TEXTS["utter_i_hurt_partner_2"]
    for name in ("utter_partner_violence_2", "utter_partner_violence_strangled"):
        assert re.search(r"chok\w+.*see a doctor.*even if you feel fine", TEXTS[name])


def test_a_minor_gets_lines_for_their_age_and_no_lead_form():
    talk = Talk()
    talk.hears("im 15", "report_minor_visitor")
    assert talk.last[-1].cards[0]["id"] == "love_is_respect"
    leads = {library.topics()[key].say for key in NOT_FOR_MINORS}
    for key in sorted(key for key in library.topics() if key not in DANGER_KEYS):
        for said in talk.hears("and this", library.topics()[key].intent):
            assert not set(said.buttons.values()) & leads, (key, said.buttons)
            assert "company" not in [card["id"] for card in said.cards]
        if "minor" in library.topics()[key].guard:
            assert re.search(r"for adults", talk.text)
            assert talk.last[-1].cards[0]["id"] == "love_is_respect"


def test_the_number_check_can_fail():
    text = "The Domestic Violence Hotline: 1-800-799-7234"
    assert NUMBER.search(text).group() not in reached_by("domestic_violence_hotline")
    assert named_before(text, text.index("1-")) == "domestic_violence_hotline"
