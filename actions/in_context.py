"""What a few words mean at this place of the conversation: a button's words typed, "the second one", "and if he won't?"."""

from __future__ import annotations

import re

from actions import library
from actions.memory import Memory
from actions.places import place_in
from actions.seen import Seen

# Messages that may point at a button by its place. Others with a number in them ("the second time he lied") do not.
SHORT = 6  # words
_POINTING = ("choose_offer", "tell_me_more", "affirm", "repeat_please", "not_understood", "out_of_scope", "nlu_fallback")
_PLACES = (
    r"first|1st|one|1|a|top|upper",
    r"second|2nd|two|2|b|middle",
    r"third|3rd|three|3|c",
    r"fourth|4th|four|4|d",
)
_LEAD = (
    r"(?:(?:ok|okay|yes|hmm|well|um|lets|go|do|with|for|id|like|ill|i|want|pick|choose|take|give|me|show|try|tell|more|about"
    r"|what) )*"
)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|last|other|top|bottom|middle|\d(?:st|nd|rd|th)?|two|three|four|b|c|d)\b")
_LAST = re.compile(r"\b(?:last|bottom|final|lowest)\b")
_OTHER = re.compile(r"\bother\b")
_IF_THEY_WONT = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|then|hmm|yeah|what|what do i do) )*(?:if|when) (?:he|she|they|my \w+|the other one)"
    r" (?:wont|will not|doesnt|does not|dont|do not|never does|says? no|refuses?|ignores?|laughs?|gets? (?:mad|angry|upset)"
    r"|still|just)(?: \w+){0,4}$"
)
_ABOUT_HELP = re.compile(r"therap|counsel|session|treatment|rehab|program|help|love|come back|leave")
_HOW_LONG = re.compile(r"^(?:(?:and|so|ok|but) )*how long (?:does|will|would|is|do) (?:that|it|this|they|these)(?: \w+){0,2}$")
LIMITS = ("boundaries", "boundaries_vs_walls", "saying_no_guilt", "partner_ignores_boundaries")
_NOT_HEALING = ("consultation", "callback_schedule", "insurance", "what_you_need_for_verification", "first_session", "programs")


def meant_here(seen: Seen, memory: Memory) -> str | None:
    """Returns what a button sends that does what the words mean here, or None where they mean what they say anywhere."""
    if seen.by_button or seen.intent.startswith("report_"):
        return None
    words = letters(seen.text)
    return (
        _typed(words, memory) or _pointed_at(seen, words, memory) or _place(seen, words, memory) or _if_they_wont(words, memory)
    )


def asks_how_long_of_service(seen: Seen, memory: Memory) -> bool:
    """Whether "how long does that take?" asks for what the guide does not know, such as how long a first call is."""
    return memory.topic in _NOT_HEALING and bool(_HOW_LONG.match(letters(seen.text)))


def offers_topics(memory: Memory) -> int:
    """Returns how many topics the last answer's buttons lead to."""
    return sum(library.topic_of_intent(choice["say"].removeprefix("/")) is not None for choice in _but_person(memory))


def letters(words: str) -> str:
    """Returns the words in small letters, without apostrophes and marks."""
    return " ".join(re.findall(r"[a-z0-9]+", words.lower().replace("’", "").replace("'", "")))


def _typed(words: str, memory: Memory) -> str | None:
    return next((choice["say"] for choice in memory.offered if words and letters(choice["label"]) == words), None)


def _pointed_at(seen: Seen, words: str, memory: Memory) -> str | None:
    if seen.intent not in _POINTING or not memory.offered:
        return None
    for place, names in enumerate(_PLACES):
        if place < len(memory.offered) and _is_place(words, names, seen.intent):
            return memory.offered[place]["say"]
    if seen.intent == "choose_offer" and _LAST.search(words):
        return memory.offered[-1]["say"]
    if seen.intent == "choose_offer" and _OTHER.search(words) and len(memory.offered) > 1:
        return memory.offered[1]["say"]
    return None


def _is_place(words: str, names: str, intent: str) -> bool:
    """In words that surely choose, a place anywhere; else only where it is all that is said."""
    if intent != "choose_offer":
        return bool(
            re.match(rf"^{_LEAD}(?:the )?(?:number |option |no |choice |button )?(?:{names})(?: one)?(?: please| pls)?$", words)
        )
    if _ORDINAL.search(words):  # in "the second one", one is no number
        words = re.sub(r"\b(?:one|a)\b", "", words)
    return bool(re.search(rf"\b(?:{names})\b", words))


def _place(seen: Seen, words: str, memory: Memory) -> str | None:
    """A ZIP code alone, or a place in a short answer to "which state?"."""
    asked = memory.last_said == "place" and len(words.split()) <= SHORT and place_in(seen.text, expected=True)
    return "/give_place" if asked or re.fullmatch(r"\d{5}", words) else None


def _if_they_wont(words: str, memory: Memory) -> str | None:
    if memory.topic is None or not _IF_THEY_WONT.match(words) or _ABOUT_HELP.search(words):
        return None
    return "/ask_partner_ignores_boundaries" if memory.topic in LIMITS else "/ask_partner_refuses"


def _but_person(memory: Memory) -> list[dict[str, str]]:
    return [choice for choice in memory.offered if choice["say"] != "/request_human"]
