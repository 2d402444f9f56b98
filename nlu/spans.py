"""Finds the spans of a message that may each hold a thought of their own: sentences, clauses, and windows of long ones."""

from __future__ import annotations

import re

LONGEST = 16  # words in a span before it is cut into windows
WINDOW, STEP = 12, 6  # words

_ENDS = re.compile(r"[.!?;\n]+[\s)\"']*|\s+[-–—]+\s+")
_JOINTS = re.compile(r",\s+|\s+(?=(?:and|but|so|because|cause|cuz|then|also|plus|yet|or|while|although)\b)", re.IGNORECASE)
_WORD = re.compile(r"\S+")


def spans_of(text: str) -> list[tuple[int, int]]:
    """Returns (start, end) character places, in order; never empty, and (0, len) for a short text."""
    sentences = _cut(text, 0, len(text), _ENDS)
    spans = [piece for start, end in sentences for piece in _pieces(text, start, end)]
    return spans or [(0, len(text))]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence as one span, or, when it is long, as its clauses and windows."""
    if _count(text, start, end) <= LONGEST:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    for clause in _joined(text, _cut(text, start, end, _JOINTS)):
        pieces += [clause] if _count(text, *clause) <= LONGEST else _windows(text, *clause)
    return pieces


def _joined(text: str, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Clauses, with scraps of one to three words put to the one before."""
    result: list[tuple[int, int]] = []
    for start, end in clauses:
        if result and (_count(text, start, end) < 4 or _count(text, *result[-1]) < 4):
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = [(start + word.start(), start + word.end()) for word in _WORD.finditer(text[start:end])]
    firsts = list(range(0, max(len(words) - WINDOW, 0) + STEP, STEP))
    return [(words[first][0], words[min(first + WINDOW, len(words)) - 1][1]) for first in firsts if first < len(words)]


def _cut(text: str, start: int, end: int, at: re.Pattern[str]) -> list[tuple[int, int]]:
    places, last = [], start
    for found in at.finditer(text, start, end):
        places.append((last, found.start()))
        last = found.end()
    places.append((last, end))
    return [(first, final) for first, final in places if text[first:final].strip()]


def _count(text: str, start: int, end: int) -> int:
    return len(_WORD.findall(text[start:end]))
