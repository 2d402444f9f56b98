"""Every text that the guide can say keeps the rules of docs/change-the-words.md, and each rule can refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
import word_rules as rules
import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTACTS = (ROOT / "safety" / "contacts.yml").read_text(encoding="utf-8")
FACTS = yaml.safe_load(Path(__file__).with_name("facts.yml").read_text(encoding="utf-8"))
GUIDES_RUNS = rules.guide_runs()
MOST_QUESTIONS = {"utter_overdose_withdrawal_check": 3}  # three signs, each asked for in a few words
GATEWAY = yaml.safe_load((ROOT / "gateway" / "words.yml").read_text(encoding="utf-8"))


def every_response() -> dict[str, tuple[dict, Path]]:
    """Each response that a visitor reads as a message, with its file; the words on buttons have rules of their own."""
    found = {}
    for file in sorted((ROOT / "data").rglob("*.yml")):
        for name, texts in (yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {}).items():
            if not name.startswith("utter_label_"):
                found[name] = (texts[0], file)
    return found


RESPONSES = every_response()
each_text = pytest.mark.parametrize("name", sorted(RESPONSES))


def text_of(name: str) -> str:
    return RESPONSES[name][0]["text"]


def facts_of(name: str) -> list[str]:
    return (RESPONSES[name][0].get("metadata") or {}).get("facts") or []


def in_danger(name: str) -> bool:
    return RESPONSES[name][1].parent.name == "safety"


def for_violence() -> list[str]:
    """What may be read where violence is known: the safe forms, and every text of a topic that says its own are right."""
    same = [name for name, (said, _) in RESPONSES.items() if (said.get("metadata") or {}).get("safe") == "same"]
    layers = [
        name for name in RESPONSES for main in same if name.startswith(f"{main}_") and RESPONSES[name][1] == RESPONSES[main][1]
    ]
    return sorted({*same, *layers, *(name for name in RESPONSES if name.endswith("_safe"))})


@each_text
def test_it_is_short_and_plain(name):
    most = rules.MOST_WORDS_IN_DANGER if in_danger(name) else rules.MOST_WORDS
    assert rules.too_long(text_of(name), most) == []
    assert rules.too_hard(text_of(name)) == []
    assert rules.too_many_questions(text_of(name), MOST_QUESTIONS.get(name, 2)) == []


@pytest.mark.parametrize("name", [name for name in sorted(RESPONSES) if RESPONSES[name][1].parent.parent.name == "guide"])
def test_its_sentences_and_lists_are_short(name):
    assert rules.long_sentences(text_of(name)) + rules.long_lists(text_of(name)) == []


@each_text
def test_it_promises_nothing_and_keeps_the_hedges(name):
    assert rules.promises(text_of(name)) == []
    assert rules.hedge_lost(text_of(name), facts_of(name), FACTS) == []


@each_text
def test_no_link_and_no_number_that_is_not_in_the_contacts_file(name):
    assert rules.unfilled(text_of(name)) + rules.links(text_of(name), CONTACTS, in_danger(name)) == []
    assert rules.numbers(text_of(name), CONTACTS, in_danger(name)) == []


@each_text
def test_no_run_of_eight_words_is_the_guides_own(name):
    assert rules.the_guides_own_words(text_of(name), GUIDES_RUNS) == []


@pytest.mark.parametrize("name", for_violence())
def test_where_violence_is_known_nothing_risky_is_said(name):
    assert rules.risky_under_violence(text_of(name)) == []


@pytest.mark.parametrize("name", [name for name, value in GATEWAY.items() if isinstance(value, str) and len(value.split()) > 6])
def test_the_gateways_own_words_are_plain(name):
    assert rules.too_hard(GATEWAY[name].replace("{days}", "ten")) == []


# Each rule is broken once on purpose, so that it is known to refuse.

FINE = "It varies. Some people feel some relief within weeks. Call 911 if someone can't be woken."
BROKEN = {
    "too long": (rules.too_long, "word " * 61),
    "too long in danger": (lambda text: rules.too_long(text, rules.MOST_WORDS_IN_DANGER), "word " * 71),
    "too hard": (rules.too_hard, "Notwithstanding psychological ramifications, reciprocity necessitates accountability."),
    "a long sentence": (rules.long_sentences, "You can " + "then " * 17 + "stop."),
    "a long list": (rules.long_lists, "Five:\n- a\n- b\n- c\n- d\n- e"),
    "three questions": (rules.too_many_questions, "Do you? Does he? Do they?"),
    "always": (rules.promises, "It always gets better."),
    "will heal": (rules.promises, "You will heal."),
    "guaranteed": (rules.promises, "That is guaranteed."),
    "causes": (rules.promises, "Codependency causes depression."),
    "a feeling": (rules.promises, "I understand how hard it is."),
    "an exclamation mark": (rules.promises, "You can do it!"),
    "a provider": (rules.promises, "Our therapists can help."),
    "braces": (rules.unfilled, "Hello {name}."),
    "a link": (lambda text: rules.links(text, CONTACTS, False), "See https://coda.org for meetings."),
    "a bare link": (lambda text: rules.links(text, CONTACTS, False), "See coda.org for meetings."),
    "an unknown link in danger": (lambda text: rules.links(text, CONTACTS, True), "Chat at helpforall.org."),
    "a number outside danger": (lambda text: rules.numbers(text, CONTACTS, False), "Call 1-800-799-7233."),
    "a short number outside danger": (lambda text: rules.numbers(text, CONTACTS, False), "Text HOME to 741741."),
    "an unknown number in danger": (lambda text: rules.numbers(text, CONTACTS, True), "Call 1-800-555-0000."),
    "a hedge lost": (lambda text: rules.hedge_lost(text, ["F020"], FACTS), "Codependency brings depression."),
    "couples therapy": (rules.risky_under_violence, "Try couples therapy."),
    "couples counseling": (rules.risky_under_violence, "A couples counseling session can help."),
    "both own their part": (rules.risky_under_violence, "It helps when each of you owns your part."),
    "pulling back": (rules.risky_under_violence, "Gently pull back."),
    "the guide's title": (
        lambda text: rules.the_guides_own_words(text, GUIDES_RUNS),
        "Your Guide to Building a Happier and Healthier Relationship",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_text_that_breaks_a_rule_is_refused(case):
    rule, text = BROKEN[case]
    assert rule(text) != []
    assert rule(FINE) == []


def test_a_run_of_eight_words_is_found_whatever_the_marks_and_capitals():
    runs = rules.checksums("One, two; three four five six seven eight nine")
    assert rules.the_guides_own_words("So: ONE two three “four” five six seven eight!", runs) != []
    assert rules.the_guides_own_words("One two three four five six seven, nine eight", runs) == []


def test_that_the_hotline_advises_against_couples_counseling_may_be_said():
    assert rules.risky_under_violence("The hotline advises against couples counseling where there is violence.") == []
