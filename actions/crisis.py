"""What is said in a crisis, turn by turn: care first, one question, the right contacts; it goes on until it is taken back."""

from __future__ import annotations

import re

from actions import library
from actions.library import Choice
from actions.memory import Memory
from actions.next_steps import next_topics, person
from actions.reply import Reply
from actions.seen import Seen
from safety.contacts import card, find_contact

ASKS_DANGER = "danger"  # what was asked last, where it was a question of a crisis answer
# Words that say nothing new: right after a crisis answer they answer its question, so the crisis goes on.
_ANSWERS = ("affirm", "deny", "tell_me_more", "repeat_please")
_TELLING = ("vent", "share_detail", "ask_feeling_overwhelmed", "nlu_fallback")
_ALSO_ANSWERS = (*_ANSWERS, *_TELLING, "not_understood", "choose_offer", "how_are_you", "out_of_scope")
_STRANGLED = re.compile(
    r"\b(?:chok\w+|strangl\w+|strangul\w+|throttl\w+|suffocat\w+|smother\w+)"
    r"|\b(?:neck|throat)\b|could ?n.?t breathe|cut off my air"
)
_BY_ME = re.compile(r"\bi (?:\w+ )?(?:chok|strangl|grab|put my)")


def answer_danger(key: str, memory: Memory, reply: Reply, text: str = "", worse: bool = False) -> None:
    """Puts the crisis answer of this turn into the reply, with its contacts as cards.

    Args:
        key: which danger file answers.
        text: the visitor's words.
        worse: they answered the first question so that help is needed this minute.
    """
    reply.holds_danger, reply.topic, reply.asks = True, key, ASKS_DANGER
    first = _before_the_script(key, memory, text, worse)
    turn = memory.danger_turns.get(key, 0) if first and worse else memory.count(memory.danger_turns, key)
    remember(key, memory)
    reply.add(first or _scripted(key, turn), choices(key, turn, memory), danger_cards(key, emergency_first=worse))


def turns_of(key: str) -> list[str]:
    """Returns the scripted turns of a kind: three in a stated order, then two that take turns for as long as it goes on."""
    names = [f"utter_{key}", f"utter_{key}_2", f"utter_{key}_3", f"utter_{key}_ongoing", f"utter_{key}_ongoing_2"]
    return [name for name in names if library.has(name)]


def goes_on(seen: Seen, memory: Memory) -> str | None:
    """Returns the danger that this message is still about, though it does not name it; or None."""
    if not memory.danger_turns:
        return None
    key = list(memory.danger_turns)[-1]
    if memory.last_said == ASKS_DANGER:
        return key if seen.intent in (_ANSWERS if key == "minor_visitor" else _ALSO_ANSWERS) else None
    return key if memory.crisis == "open" and seen.intent in _TELLING and key != "minor_visitor" else None


def is_worse(seen: Seen, key: str, memory: Memory) -> bool:
    """Whether a yes or no to the first question of a crisis answer means danger this minute."""
    just_asked = memory.last_said == ASKS_DANGER and memory.danger_turns.get(key) == 1
    return just_asked and seen.intent == library.metadata(f"utter_{key}").get("worse_if")


def remember(key: str, memory: Memory) -> None:
    """Lets the danger colour what follows."""
    if key in ("partner_violence", "sexual_assault"):
        memory.violence = "suffered"
    if key == "i_hurt_partner":
        memory.violence = "own"
    if key == "minor_visitor":
        memory.minor = True
    else:
        memory.crisis = "open"


def danger_cards(key: str, emergency_first: bool = False) -> list[dict[str, object]]:
    """Returns the cards that the danger's file names, in its order."""
    names = list(library.metadata(f"utter_{key}").get("contacts") or [])
    if emergency_first:
        names = ["emergency_911", *(name for name in names if name != "emergency_911")][:3]
    return [card(contact, key) for name in names if (contact := find_contact(name))]


def known_danger(memory: Memory) -> str | None:
    """Returns the danger whose contacts fit what is known, or None where none is known."""
    if memory.danger_turns:
        return list(memory.danger_turns)[-1]
    if memory.violence_known:
        return "i_hurt_partner" if memory.harmed else "partner_violence"
    return next(iter(memory.checks_given), None)


def choices(key: str, turn: int, memory: Memory) -> list[Choice]:
    """A person is offered after the contacts, then what the danger's file leads to; from the second turn on helplines first."""
    first = [] if turn == 0 else [library.button("helplines", "/show_contacts")]
    return first + [person()] + next_topics(library.topics()[key], memory)


def _before_the_script(key: str, memory: Memory, text: str, worse: bool) -> str | None:
    """What cannot wait for its turn is said first, once: help this minute; a doctor for somebody who was choked."""
    if worse and memory.count(memory.times_given, f"{key}_now") == 0:
        return f"utter_{key}_now"
    words = text.lower()
    if key == "partner_violence" and _STRANGLED.search(words) and not _BY_ME.search(words):
        return "utter_partner_violence_strangled" if memory.count(memory.times_given, "strangled") == 0 else None
    return None


def _scripted(key: str, turn: int) -> str:
    texts = turns_of(key)
    return texts[turn] if turn < len(texts) else texts[-2 + (turn - len(texts)) % 2]
