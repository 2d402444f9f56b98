"""Takes card, social security and member numbers and dates of birth out of what a visitor typed, before anything keeps it.

A number goes where its checksum or shape says what it is, or where the words around it do. Other runs of digits stay:
a ZIP, a phone number, a year, a price. What is taken out is replaced by words (words.yml), so that the rest still reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum import luhn
from stdnum.us import ssn

from gateway.words import word

DASH = r"[-.\u2010-\u2015]"
GAP = rf"(?:\s?{DASH}\s?|\s)"  # what people put between groups of digits
FEWEST_DIGITS = 3  # a security code; most messages have none
NEAR = 40  # characters before a number in which a word still says what it is


class Found(NamedTuple):
    """A private number: where it stands, and the word of words.yml that takes its place."""

    start: int
    end: int
    instead: str


def mask(text: str | None) -> tuple[str | None, bool]:
    """Returns the text (if there is one) without private numbers, and whether there were any."""
    found: list[Found] = []
    if text is None or len(re.findall(r"\d", text)) < FEWEST_DIGITS:
        return text, False
    for finder in (_cards, _security_codes, _social_security, _member_numbers, _births):
        for one in finder(text):
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    for one in sorted(found, reverse=True):
        text = text[: one.start] + word(one.instead) + text[one.end :]
    return text, bool(found)


# Cards: 13 to 19 digits, first one 2 to 6, grouped as cards are, with the right check digit.

SHORTEST_CARD, LONGEST_CARD = 13, 19
_GROUPS = re.compile(rf"(?<![\w+])\d+(?:{GAP}\d+)*(?!\w)")
_CARD_SHAPES = {(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 4, 1), (4, 4, 4, 1), (4, 4, 5)}
_CARD_WORDS = re.compile(r"\b(?:card|visa|master ?card|amex|american express|discover|debit|credit|tarjeta)\b", re.I)


def _cards(text: str) -> Iterator[Found]:
    for run in _GROUPS.finditer(text):
        told = bool(_CARD_WORDS.search(text, max(0, run.start() - NEAR), run.start()))
        cards = [span for span in _long_enough(run) if _is_card([text[start:end] for start, end in span], told)]
        if cards:
            card = min(cards, key=lambda span: abs(sum(end - start for start, end in span) - 16))
            yield Found(card[0][0], card[-1][1], "masked_card")


def _long_enough(run: re.Match[str]) -> Iterator[list[tuple[int, int]]]:
    """Yields the neighbouring groups of digits that together are as long as a card's number."""
    groups = [(run.start() + group.start(), run.start() + group.end()) for group in re.finditer(r"\d+", run.group())]
    for first in range(len(groups)):
        digits = 0
        for last in range(first, len(groups)):
            digits += groups[last][1] - groups[last][0]
            if digits > LONGEST_CARD:
                break
            if digits >= SHORTEST_CARD:
                yield groups[first : last + 1]


def _is_card(groups: list[str], told: bool) -> bool:
    grouped = len(groups) == 1 or tuple(map(len, groups)) in _CARD_SHAPES
    years = all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
    digits = "".join(groups)
    if years or digits[0] not in "23456":
        return False
    return (grouped and told) or ((grouped or told) and bool(luhn.is_valid(digits)))


def _security_codes(text: str) -> Iterator[Found]:
    yield from _in_words(
        text, "masked_card", r"\b(?:cvv2?|cvc2?|csc|security code)\W{0,3}(?:(?:is|number)\W{1,3})?(?P<it>\d{3,4})(?!\d)"
    )


# Social security numbers, and those of taxpayers: three, two and four digits. Solid, or the last four: only where words say so.

_SOCIAL = (
    r"\b(?:ssn|soc(?:ial)?[ .]*sec(?:urity)?|social(?! (?:work|media|serv|an|dis|event|life))"
    r"|itin|tax ?(?:payer )?id|seguro social)\b"
)


def _social_security(text: str) -> Iterator[Found]:
    yield from _in_words(text, "masked_social", rf"(?<![\d-])(?P<it>\d{{3}}\s?{DASH}\s?\d\d\s?{DASH}\s?\d{{4}})(?![\d-])")
    yield from _in_words(text, "masked_social", r"(?<![\d-])(?P<it>\d{3}\s\d\d\s\d{4})(?![\d-])", _is_valid_spaced)
    yield from _in_words(text, "masked_social", rf"{_SOCIAL}[^\d\n]{{0,{NEAR}}}(?P<it>\d{{3}}{GAP}?\d\d{GAP}?\d{{4}})(?!\d)")
    yield from _in_words(text, "masked_social", rf"(?<!\d)(?P<it>\d{{9}})\W{{1,3}}(?:is|was)\b[^\d\n]{{1,20}}{_SOCIAL}")
    ending = r"\b(?:last (?:4|four)|end(?:s|ing))\b"
    for words in (rf"{ending}[^\d\n]{{0,20}}{_SOCIAL}", rf"{_SOCIAL}[^\d\n]{{0,20}}{ending}"):
        yield from _in_words(text, "masked_social", rf"{words}[^\d\n]{{0,20}}(?P<it>\d{{4}})(?!\d)")


def _is_valid_spaced(number: str) -> bool:
    return bool(ssn.is_valid("-".join(number.split())))


# Member numbers: by the words before or after, or by a shape that nothing else has.

_OF = (
    r"(?:member(?:ship)?|subscriber|policy(?:holder)?|insurance|insured|group|plan|medicaid|medicare"
    r"|enrollee|beneficiary|claim|account|patient)"
)
_ID = r"(?:card\s+)?(?:i\.?d\.?(?![a-z])|identification)(?:\s*(?:number|num\b|no[.:]|#))?"
_NUMBER = rf"(?:{_ID}|(?:card\s+)?(?:number|num\b|no[.:]|#))"
_TOKEN = r"(?P<it>[a-z]{0,5}-?\d[\da-z]*(?:[-\s]\d[\da-z]*){0,4})(?![\w@])"
_IS = r"\W{0,3}(?:(?:is|was|its|it's|are|=)\W{1,3})?"
_LETTER = "[AC-HJKMNP-RT-Y]"  # Medicare's own alphabet
_MEDICARE = rf"[1-9]{_LETTER}(?:{_LETTER}|\d)\d-?{_LETTER}(?:{_LETTER}|\d)\d-?{_LETTER}{{2}}\d\d"
_PHONE = re.compile(r"(?:1[-.\s])?\d{3}[-.\s]\d{3}[-.\s]\d{4}")
_ONE_PHONE = re.compile(r"1?\d{10}")


def _member_numbers(text: str) -> Iterator[Found]:
    yield from _in_words(text, "masked_member", rf"\b{_OF}(?:'s)?\s*(?:{_NUMBER}){_IS}{_TOKEN}", _is_number(digits=4, signs=5))
    yield from _in_words(text, "masked_member", rf"\bmy\s+{_ID}{_IS}{_TOKEN}", _is_number(digits=6, signs=7))
    yield from _in_words(text, "masked_member", rf"\b(?:{_OF})(?:\W{{1,3}}|\s+(?:is|no)\s+){_TOKEN}", _is_number_by_itself)
    after = rf"\W{{1,3}}(?:is|was)\s+(?:\w+\s+){{1,3}}?{_OF}\s*(?:{_NUMBER})"
    yield from _in_words(text, "masked_member", rf"(?<!\w){_TOKEN}{after}", _is_number(digits=4, signs=5))
    yield from _in_words(text, "masked_member", rf"(?<!\w)(?P<it>{_MEDICARE}|(?-i:[A-Z]{{3}})\d{{9,12}})(?!\w)")


def _is_number(digits: int, signs: int) -> Callable[[str], bool]:
    """Whether there is enough of it, and it is not a phone number."""

    def enough(token: str) -> bool:
        written = re.sub(r"\W", "", token)
        return len(written) >= signs and sum(sign.isdigit() for sign in written) >= digits and not _PHONE.fullmatch(token)

    return enough


def _is_number_by_itself(token: str) -> bool:
    """Whether it is one long number, where no word such as "number" or "ID" says so."""
    return " " not in token and not _ONE_PHONE.fullmatch(token) and _is_number(digits=6, signs=7)(token)


# Dates of birth: a whole date, and a word just before it that says whose.

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:(?:19|20)\d\d|'?\d\d)"
_DATE = (
    rf"(?P<it>{_DAY}\s?[-/.]\s?{_DAY}\s?[-/.]\s?{_YEAR}|(?:19|20)\d\d\s?[-/.]\s?{_DAY}\s?[-/.]\s?{_DAY}"
    rf"|{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}|{_DAY}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s{_YEAR})(?!\w)"
)
_BORN = (
    r"\b(?:d\.?o\.?b\b\.?|(?:date|day) of birth|birth ?date|birth ?day(?! on)|born|fecha de nacimiento|nac[ií](?:d[ao])?(?: el)?)"
)


def _births(text: str) -> Iterator[Found]:
    yield from _in_words(text, "masked_birth", rf"{_BORN}\W{{0,3}}(?:(?:is|was|on|the)\W{{1,3}}){{0,2}}{_DATE}")
    yield from _in_words(text, "masked_birth", rf"(?<!\w){_DATE}\W{{1,3}}(?:is|was)\s+\w+\s+(?:\w+\s+)?{_BORN}")


def _in_words(text: str, instead: str, pattern: str, holds: Callable[[str], bool] = bool) -> Iterator[Found]:
    """Finds the pattern's part named ``it`` where it holds."""
    for match in re.finditer(pattern, text, re.I):
        if holds(match["it"]):
            yield Found(*match.span("it"), instead)
