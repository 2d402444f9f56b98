"""Finds the place that a visitor names: a US state in words or letters, a ZIP code, or a country outside the US."""

from __future__ import annotations

import re

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "Washington DC", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
_BY_NAME = {name.lower(): name for name in STATES.values()}
# Longest first, so that "west virginia" is not read as "virginia".
_STATE = "|".join(sorted(map(re.escape, _BY_NAME), key=len, reverse=True))
_COUNTRIES = (
    "canada", "mexico", "the uk", "uk", "england", "scotland", "wales", "ireland", "australia", "new zealand", "india",
    "germany", "france", "spain", "italy", "nigeria", "south africa", "kenya", "the philippines", "philippines", "pakistan",
    "outside the us", "outside of the us", "outside the states", "outside the united states",
)  # fmt: skip
_COUNTRY = "|".join(sorted(map(re.escape, _COUNTRIES), key=len, reverse=True))
_BEFORE = r"\b(?:in|near|from|around|at|to|of|for|live|living)\s+"
_ZIP = re.compile(r"(?<![\d$.,#-])(\d{5})(?:-\d{4})?(?![\d%.,-]*\d)")
_ZIP_SAID = re.compile(r"\bzip\b|\b(?:in|near|around|at|live)\s+\d{5}\b(?!\s*\w)|^\W*\d{5}\W*$", re.IGNORECASE)
_ZIP_NEAR = re.compile(r"\bzip\b|\b(?:in|near|around)\s+\d{5}\b(?!\s*\w)", re.IGNORECASE)
_STATE_AFTER = re.compile(rf"(?:{_BEFORE}(?:\w+,?\s+)?|,\s*|^\W*)({_STATE})\b", re.IGNORECASE)
_STATE_ALONE = re.compile(rf"\b({_STATE})\b", re.IGNORECASE)
_LETTERS_AFTER = re.compile(r"(?:\b(?:in|near|from|around)\s+(?:[A-Z]\w+,?\s+){0,2}|,\s*)([A-Z]{2})\b")
_LETTERS_ALONE = re.compile(r"^\W*(?:i ?a?'?m |we |live |in |from )*([a-z]{2})\W*$", re.IGNORECASE)
_WORDS = {"OK", "HI", "ME", "IN", "OR", "OH", "SO", "MA", "PA", "LA", "ID", "AL"}  # in small letters these are words
_FIRST_NAMES = {"virginia", "georgia"}
_COUNTRY_AFTER = re.compile(rf"(?:{_BEFORE}|^\W*)({_COUNTRY})\b", re.IGNORECASE)
_COUNTRY_ALONE = re.compile(rf"\b({_COUNTRY})\b", re.IGNORECASE)


def place_in(text: str, expected: bool = False) -> str | None:
    """Returns the place that a message names, or None; never one that stands in no word of it.

    Args:
        text: the message as typed.
        expected: whether a place is likely, because it was asked for or help near a place is looked for. Else only
            "in Ohio" counts, not a lone "Virginia", which may be a person.
    """
    if (found := _ZIP.search(text)) and (_ZIP_SAID.search(text) if expected else _ZIP_NEAR.search(text)):
        return found.group(1)
    if not text.isupper() and (found := _LETTERS_AFTER.search(text)) and found.group(1) in STATES:
        return STATES[found.group(1)]
    if found := _STATE_AFTER.search(text):
        return _BY_NAME[found.group(1).lower()]
    if expected and (found := _STATE_ALONE.search(text)) and found.group(1).lower() not in _FIRST_NAMES:
        return _BY_NAME[found.group(1).lower()]
    if expected and (found := _LETTERS_ALONE.match(text)) and (letters := _as_letters(found.group(1))):
        return STATES[letters]
    if found := (_COUNTRY_ALONE if expected else _COUNTRY_AFTER).search(text):
        return _country(found.group(1))
    return None


def is_abroad(place: str | None) -> bool:
    """Whether a place that :func:`place_in` found is outside the US."""
    return place is not None and place not in _BY_NAME.values() and not place.isdigit()


def _as_letters(typed: str) -> str | None:
    letters = typed.upper()
    return letters if letters in STATES and (typed.isupper() or letters not in _WORDS) else None


def _country(name: str) -> str:
    name = name.lower()
    if name.startswith("outside"):
        return "outside the US"
    return "the UK" if name in ("uk", "the uk") else re.sub(r"\b(?!the\b)\w", lambda first: first.group().upper(), name)
