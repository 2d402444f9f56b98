"""Makes slips of the finger, so that training sees each wording also as a tired thumb would type it."""

from __future__ import annotations

from random import Random

SHARE = 0.2  # of the words with more than three letters


def misspelt(text: str, random: Random) -> str:
    """Returns the text with a letter left out, doubled or swapped in about every fifth longer word."""
    return " ".join(_slip(word, random) if len(word) > 3 and random.random() < SHARE else word for word in text.split())


def _slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return random.choice((word[:at] + word[at + 1 :], word[: at + 1] + word[at:], swapped))
