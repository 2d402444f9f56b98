"""Every text that the guide can say keeps the rules of docs/change-the-words.md."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
import textstat
import yaml

ROOT = Path(__file__).resolve().parents[2]
MOST_WORDS, MOST_WORDS_IN_DANGER, HIGHEST_GRADE, RUN = 62, 70, 7.0, 8
BANNED = re.compile(
    r"\b(always|guaranteed?|will heal|cures?|causes|i feel|i understand|our therapists|our center|!)\b|!|[{}]|https?://|www\.",
    re.IGNORECASE,
)
PHONE = re.compile(r"\b(?:1-)?\d{3}-\d{3}-\d{4}\b|\b(?:988|911|741741|88788|22522)\b")


def all_texts() -> dict[str, tuple[str, Path]]:
    found = {}
    for file in sorted((ROOT / "data").rglob("*.yml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        for name, variants in (data.get("responses") or {}).items():
            assert len(variants) == 1, f"{name}: Rasa would pick one of several texts at random"
            found[name] = (variants[0]["text"], file)
    return found


TEXTS = {name: text for name, (text, _) in all_texts().items() if not name.startswith("utter_label_")}
FILES = {name: file for name, (_, file) in all_texts().items()}
in_danger = {name for name, file in FILES.items() if file.parent.name == "safety"}
MOST_QUESTIONS = {"utter_overdose_withdrawal_check": 3}
SOURCE = ROOT / "tests" / "guide" / "guide_runs.json"


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("’", "'"))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_it_is_short_and_plain(name):
    text = TEXTS[name]
    assert len(text.split()) <= (MOST_WORDS_IN_DANGER if name in in_danger else MOST_WORDS), "too long"
    # A list's lines count as sentences; a number read aloud is no hard word.
    spoken = PHONE.sub("the number", re.sub(r"\n- ", ". ", text).replace("\n", ". "))
    assert textstat.flesch_kincaid_grade(spoken) <= HIGHEST_GRADE, f"reading grade {textstat.flesch_kincaid_grade(spoken)}"
    assert text.count("?") <= MOST_QUESTIONS.get(name, 2), "more than one question"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_it_promises_nothing_and_holds_no_link(name):
    assert not BANNED.search(TEXTS[name]), BANNED.search(TEXTS[name])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_numbers_stand_in_the_contacts_file_and_only_safety_spells_them_out(name):
    allowed = (ROOT / "safety" / "contacts.yml").read_text(encoding="utf-8")
    for number in PHONE.findall(TEXTS[name]):
        assert name in in_danger or number in ("988", "911"), f"{number} belongs in safety/contacts.yml"
        assert number in allowed


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_run_of_eight_words_is_the_guides_own(name):
    runs = set(json.loads(SOURCE.read_text()))
    own = words(TEXTS[name])
    for first in range(len(own) - RUN + 1):
        run = " ".join(own[first : first + RUN])
        assert hashlib.sha256(run.encode()).hexdigest()[:16] not in runs, run


GATEWAY = yaml.safe_load((ROOT / "gateway" / "words.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name, value in GATEWAY.items() if isinstance(value, str) and len(value.split()) > 6])
def test_the_gateways_own_words_are_plain(name):
    spoken = PHONE.sub("the line", GATEWAY[name].replace("{days}", "ten"))
    assert textstat.flesch_kincaid_grade(spoken) <= HIGHEST_GRADE


def test_the_checks_can_fail():
    assert BANNED.search("You will heal!")
    assert BANNED.search("see https://x.org")
    assert (
        textstat.flesch_kincaid_grade(
            "Notwithstanding considerable psychological ramifications, reciprocity necessitates accountability."
        )
        > 7
    )
    assert PHONE.search("call 1-800-799-7233")
