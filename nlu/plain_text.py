"""Undoes what people do to letters: curly quotes, masked words, l33t, stretched letters, shouting."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_LEET_WORD = re.compile(r"\b(?=\w*[a-z])(?=\w*[013457@$])[a-z013457@$]{3,}\b")
_REAL_NUMBER_WORDS = re.compile(
    r"^\d+(st|nd|rd|th|s|am|pm|k|m|f|yo|yr|yrs|x|hr|hrs|mg|ml|min|mins|h|d|w|lb|lbs|ft|yrs?old)?$|^[mf]\d+$|^\d+[mf]$"
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
# A word with a letter masked: k*ll, su!cide, r@pe, f**k. Only the words that matter here are restored.
_MASKED = [
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\bk[*!#1.]ll", "kill"),
        (r"\bk\*\*l", "kill"),
        (r"\bsu[*!#1.]c[*!#1.]de\b", "suicide"),
        (r"\bsu[*!#1.]cid", "suicid"),
        (r"\bsuic[*!#1.]d", "suicid"),
        (r"\bs[*]{2,}ide?\b", "suicide"),
        (r"\br[*@#4]pe", "rape"),
        (r"\bd[*!1.]e\b", "die"),
        (r"\bh[*!1.]t\b", "hit"),
        (r"\bab[*]se", "abuse"),
        (r"\bch[*0.]ke", "choke"),
        (r"\bc[*]t\b", "cut"),
    )
]


def plain(text: str) -> str:
    """Returns the text in lower case with letters as they were meant; real numbers, ages and times stay."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
    for pattern, word in _MASKED:
        text = pattern.sub(word, text)
    text = _LEET_WORD.sub(_unleet, text)
    return _STRETCHED.sub(_shorten, text)


def _shorten(found: re.Match[str]) -> str:
    """A stretched letter stands once, or twice where English doubles it: "hitttt" is hit, "killll" kill."""
    letter = found.group(1)
    return letter * 2 if letter in "elosf" else letter


def _unleet(found: re.Match[str]) -> str:
    word = found.group()
    return word if _REAL_NUMBER_WORDS.match(word) else word.translate(_LEET)
