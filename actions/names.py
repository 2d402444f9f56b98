"""Finds the partner's name where a visitor gives it, as they typed it; a word that may be anything else is left alone."""

from __future__ import annotations

import re

# Words that stand where a name might and are none.
_NO_NAMES = {
    "a", "an", "the", "not", "no", "on", "in", "at", "is", "it", "its", "was", "has", "have", "just", "also", "very", "so",
    "too", "still", "always", "never", "now", "here", "there", "with", "and", "or", "but", "if", "who", "what", "when",
    "why", "how", "because", "wont", "cant", "dont", "doesnt", "isnt", "said", "says", "told", "thinks", "wants", "drinks",
    "left", "hits", "i", "im", "my", "me", "he", "she", "they", "we", "you", "his", "her", "their", "our", "this", "that",
    "none", "nobody", "nothing", "something", "irrelevant", "important", "private", "secret", "like", "than", "then",
    "really", "asshole", "bitch", "jerk", "idiot", "mud", "dirt", "everywhere", "all", "only", "being", "getting", "going",
    "codependent", "refuses", "will",
}  # fmt: skip
_ENDS = r"(?=\s*(?:$|[.,;!?)]|and\b|but\b|by the way\b|btw\b|hes\b|shes\b|is\b))"


def partner_name_in(text: str, partner: str) -> str | None:
    """Returns the partner's name, or None.

    Args:
        text: the message as typed.
        partner: pattern of the words for a partner.
    """
    text = text.replace("’", "'")
    for pattern in _patterns(partner):
        if (found := re.search(pattern, text)) and found.group(1).lower() not in _NO_NAMES:
            return found.group(1)[0].upper() + found.group(1)[1:]
    return None


def _patterns(partner: str) -> list[str]:
    word, capital = r"([A-Za-zÀ-ÿ]{2,20})", r"([A-ZÀ-Ý][a-zà-ÿ]{1,19})"
    mine = rf"(?i:\b(?:my|our) (?:\w+ )?{partner})"
    return [
        rf"(?i:\b(?:his|her|their|{partner}'?s) name(?:'s| is|s)) {word}{_ENDS}",
        rf"{mine}(?i:'s name is|,? (?:is )?(?:called|named)) {word}{_ENDS}",
        rf"{mine},? {capital}\b",
        rf"\b{capital}(?:,| is|'s) {mine}",
    ]
