"""The rules for one text of docs/change-the-words.md: each function returns what the text breaks, nothing where it is fine.

When the guide itself changes, `python tests/guide/word_rules.py <the guide as text>` writes guide_runs.json anew: checksums
of its runs of eight words, so that its sentences need not stand here.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
import textstat

RUNS_FILE = Path(__file__).with_name("guide_runs.json")
MOST_WORDS, MOST_WORDS_IN_DANGER, MOST_WORDS_A_SENTENCE, MOST_LINES, HIGHEST_GRADE, RUN = 60, 70, 18, 4, 7.0, 8
PROMISE = re.compile(
    r"\b(always|never will|will heal|guarantee[ds]?|cures?|causes|i feel|i understand|sorry to hear|our therapists|our center)\b|!",
    re.IGNORECASE,
)
LINK = re.compile(r"https?://\S+|www\.\S+|\b[a-z0-9-]+\.(?:com|org|gov|net)\b", re.IGNORECASE)
PHONE = re.compile(r"\b(?:1-)?\d{3}-\d{3}-\d{4}\b|\b(?:988|911|741741|88788|22522)\b")
KNOWN_TO_ALL = ("988", "911")  # these two may be named anywhere; the others stand on cards, and in the words for danger
HEDGE = re.compile(
    r"\b(may|might|can|could|often|sometimes|some|many|maybe|doesn't have to)\b|n't .* for everyone", re.IGNORECASE
)
RISKY = re.compile(
    r"couples therapy|(?<!advises against )couples counseling|owns? (?:your|their|his|her) (?:own )?part|both own"
    r"|workshop|many couples|pull back|step back",
    re.IGNORECASE,
)


def too_long(text: str, most: int = MOST_WORDS) -> list[str]:
    """A visitor on a phone reads few words."""
    count = len(text.split())
    return [f"{count} words, at most {most}"] if count > most else []


def too_hard(text: str) -> list[str]:
    """Reading grade after Flesch and Kincaid. A list's lines count as sentences; a number read aloud is no hard word."""
    spoken = PHONE.sub("the number", re.sub(r"\n- ", ". ", text).replace("\n", ". "))
    grade = textstat.flesch_kincaid_grade(spoken)
    return [f"reading grade {grade:.1f}, at most {HIGHEST_GRADE}"] if grade > HIGHEST_GRADE else []


def long_sentences(text: str) -> list[str]:
    """Sentences end at a full stop, a question mark, a colon, a line's end."""
    sentences = re.split(r"(?<=[.?:])[\"”]?\s+|\n", text)
    return [f"a long sentence: {said}" for said in sentences if len(said.split()) > MOST_WORDS_A_SENTENCE]


def long_lists(text: str) -> list[str]:
    """A list's lines begin with a dash."""
    lines = len(re.findall(r"^- ", text, re.MULTILINE))
    return [f"a list of {lines} lines, at most {MOST_LINES}"] if lines > MOST_LINES else []


def too_many_questions(text: str, most: int = 2) -> list[str]:
    """One question at a time; a second one may be part of an example."""
    count = text.count("?")
    return [f"{count} questions"] if count > most else []


def promises(text: str) -> list[str]:
    """Words that promise, feel, or speak as the provider."""
    return [f"not to be said: {found[0]}" for found in PROMISE.finditer(text)]


def unfilled(text: str) -> list[str]:
    """Braces would be read by the visitor, or by Rasa."""
    return ["braces"] if re.search(r"[{}]", text) else []


def links(text: str, contacts: str, in_danger: bool) -> list[str]:
    """Links stand in safety/contacts.yml and in settings; only the words for danger name a site, and only one that stands there."""
    found = [match[0] for match in LINK.finditer(text)]
    return [f"a link: {link}" for link in found if not in_danger or link not in contacts]


def numbers(text: str, contacts: str, in_danger: bool) -> list[str]:
    """Numbers stand in safety/contacts.yml; only the words for danger spell them out, and only those that stand there."""
    found = PHONE.findall(text)
    here = [f"{number} belongs on a card" for number in found if not in_danger and number not in KNOWN_TO_ALL]
    return here + [f"{number} is not in safety/contacts.yml" for number in found if number not in contacts]


def hedge_lost(text: str, facts: list[str], known: dict[str, dict]) -> list[str]:
    """What the guide says with a hedge is said with one."""
    hedged = [fact for fact in facts if known.get(fact, {}).get("hedged")]
    return [f"{fact} is hedged in the guide" for fact in hedged if not HEDGE.search(text)]


def risky_under_violence(text: str) -> list[str]:
    """What may harm somebody who lives with violence."""
    return [f"not where violence is known: {found[0]}" for found in RISKY.finditer(text)]


def the_guides_own_words(text: str, runs: set[str]) -> list[str]:
    """The guide's facts are told in other words: no run of eight words is the same."""
    return [f"the guide's own words: {run}" for run in _runs(text) if _checksum(run) in runs]


def guide_runs() -> set[str]:
    """Returns the checksums of the guide's runs of eight words."""
    return set(json.loads(RUNS_FILE.read_text(encoding="utf-8")))


def checksums(text: str) -> set[str]:
    """Returns the checksums of a text's runs of eight words."""
    return {_checksum(run) for run in _runs(text)}


def _runs(text: str) -> list[str]:
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    return [" ".join(words[first : first + RUN]) for first in range(len(words) - RUN + 1)]


def _checksum(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:16]


if __name__ == "__main__":
    RUNS_FILE.write_text(json.dumps(sorted(checksums(Path(sys.argv[1]).read_text(encoding="utf-8")))) + "\n", encoding="utf-8")
