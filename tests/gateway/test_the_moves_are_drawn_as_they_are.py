"""docs/handoff.md draws the one table of moves, and every move has its sentence."""

import re
from pathlib import Path

from gateway.handoff import MOVES
from gateway.words import word

DOC = (Path(__file__).resolve().parents[2] / "docs" / "handoff.md").read_text(encoding="utf-8")


def test_the_table():
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\w+) \| ([\w, ]+) \|$", DOC, re.MULTILINE)
    assert {name: (source, target, tuple(by.split(", "))) for name, source, target, by in rows} == {
        name: (move.source, move.target, move.by) for name, move in MOVES.items()
    }


def test_the_picture():
    drawn = set()
    for source, target, names in re.findall(r"^  (\w+) --> (\w+): (.+)$", DOC, re.MULTILINE):
        drawn |= {(name, source, target) for name in names.split(", ")}
    assert drawn == {(name, move.source, move.target) for name, move in MOVES.items()}


def test_each_is_told_in_words():
    for move in MOVES.values():
        assert word(move.notice, name="Maria")
