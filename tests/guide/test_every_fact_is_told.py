"""Every fact of the guide is stated by an answer that a visitor can reach, and docs/fact-check.md says by which."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from file_rules import facts_of

ROOT = Path(__file__).resolve().parents[2]
FACTS = yaml.safe_load(Path(__file__).with_name("facts.yml").read_text(encoding="utf-8"))
TABLE = (ROOT / "docs" / "fact-check.md").read_text(encoding="utf-8")
SPARE = re.compile(r"_(again|safe)$")  # read only by somebody who asks twice, or lives with violence
LISTS = {
    "seven signs": ("signs", [f"F{number:03}" for number in range(11, 18)]),
    "six ways": ("how_to_overcome", ["F028"]),
    "four options for oneself": ("individual_healing", ["F033", "F034", "F035", "F036"]),
    "three actions for independence": ("emotional_independence", ["F045", "F046", "F047"]),
    "six aims of therapy": ("therapy_what", [f"F{number:03}" for number in range(61, 67)]),
    "three methods": ("therapy_types", ["F067"]),
    "four parts of programs": ("programs", ["F073", "F074", "F075", "F076"]),
    "four cases for therapy": ("when_to_get_help", ["F094", "F095", "F096", "F097"]),
}
# What stands in these lists by name, so that none of it is lost when a text is changed.
NAMED = {
    "six ways": ("together", "own healing", "limits", "lean less", "share the care", "talk"),
    "three methods": ("EFT", "IFS", "CBT"),
}


def claims(responses: dict[str, dict]) -> dict[str, set[str]]:
    """Each fact with the responses that claim it."""
    found: dict[str, set[str]] = {}
    for name, response in responses.items():
        for fact in facts_of(response):
            found.setdefault(fact, set()).add(name)
    return found


def read_table(text: str) -> dict[str, tuple[set[str], str]]:
    """Each fact of the table with its responses and its verdict."""
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in text.splitlines() if row.startswith("| F")]
    return {fact: (set(re.findall(r"`(\w+)`", names)), verdict) for fact, _, names, verdict in rows}


def faults(table: dict[str, tuple[set[str], str]], claimed: dict[str, set[str]], facts: dict[str, dict]) -> list[str]:
    """What keeps the table from being true: a fact left out or without an answer, an answer that claims it or not, no verdict."""
    found = [f"{fact} is not in the table" for fact in facts if fact not in table]
    for fact, (names, verdict) in table.items():
        there = claimed.get(fact, set())
        found += [f"{fact}: {name} does not claim it" for name in sorted(names - there)]
        found += [f"{fact}: {name} was not read" for name in sorted(there - names)]
        found += [f"{fact} has no verdict"] if not verdict.startswith("states it") else []
        found += [f"{fact} is not the guide's"] if fact not in facts else []
    return found


def untold(claimed: dict[str, set[str]], facts: dict[str, dict]) -> list[str]:
    """Facts that no answer states which everybody can reach."""
    return [fact for fact in facts if all(SPARE.search(name) for name in claimed.get(fact, ()))]


def missing(responses: dict[str, dict], topic: str, facts: list[str]) -> set[str]:
    """Facts of a list that neither the short answer nor a deeper layer of its topic states."""
    layers = re.compile(rf"utter_{topic}(_more(_\d)?)?")
    return set(facts) - {fact for name, said in responses.items() if layers.fullmatch(name) for fact in facts_of(said)}


def test_all_105_facts_are_told(responses):
    assert len(FACTS) == 105
    assert untold(claims(responses), FACTS) == []


def test_the_table_says_which_answer_states_which_fact(responses):
    assert faults(read_table(TABLE), claims(responses), FACTS) == []


def test_the_table_repeats_what_each_fact_says():
    assert [fact for fact, about in FACTS.items() if f"| {fact} | {about['says']} |" not in TABLE] == []


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_of_the_guide_are_complete(name, responses):
    assert missing(responses, *LISTS[name]) == set()


@pytest.mark.parametrize("name", NAMED)
def test_each_thing_in_a_list_is_named(name, responses):
    text = responses[f"utter_{LISTS[name][0]}"]["text"].lower()
    assert [word for word in NAMED[name] if word.lower() not in text] == []


def test_the_checks_can_refuse():
    facts = {"F001": {}, "F002": {}}
    table = read_table("| F001 | It is so. | `utter_a`, `utter_b` | states it |")
    assert faults(table, {"F001": {"utter_a", "utter_b"}}, {"F001": {}}) == []
    assert "F002 is not in the table" in faults(table, {}, facts)
    assert "F001: utter_b does not claim it" in faults(table, {"F001": {"utter_a"}}, facts)
    assert "F001: utter_c was not read" in faults(table, {"F001": {"utter_c"}}, facts)
    assert "F001 is not the guide's" in faults(table, {}, {})
    assert "F001 has no verdict" in faults(read_table("| F001 | It is so. | `utter_a` | |"), {}, facts)
    assert untold({"F001": {"utter_a_again", "utter_a_safe"}}, {"F001": {}}) == ["F001"]
    assert untold({"F001": {"utter_a_again", "utter_a"}}, {"F001": {}}) == []
    assert missing({"utter_a_again": {"metadata": {"facts": ["F001"]}}}, "a", ["F001"]) == {"F001"}
    assert missing({"utter_a_more_2": {"metadata": {"facts": ["F001"]}}}, "a", ["F001"]) == set()
