"""A message in Spanish: the guide says in Spanish that it speaks English, and shows contacts who speak Spanish."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions import library
from actions.library import Choice
from actions.memory import Memory
from actions.reply import Reply, say
from actions.seen import Seen
from safety.contacts import Contact, find_contact, spanish_card

WORDS = Path(__file__).with_name("spanish.yml")
FEWEST, LEAST_SHARE = 2, 0.4  # small Spanish words in a message, and their share of all its words
MOST_CARDS = 3
PASS = ("request_human", "confirm_erase", "affirm", "deny")  # what is to be done rather than said works in any language
FIRST = ("lifeline_988", "domestic_violence_hotline", "emergency_911")
_ASKS_FOR_IT = re.compile(r"\b(?:speak|talk|write|answer|habla[sn]?) (?:in |to me in |en )?(?:spanish|espanol)\b")


def needs_spanish(seen: Seen) -> bool:
    """Whether the answer to a message is the Spanish line. Danger that calls for an answer at once is answered first."""
    in_danger = seen.danger is not None and seen.danger.level == "act"
    if seen.by_button or in_danger or seen.intent in PASS:
        return False
    return is_spanish(seen.text) or bool(_ASKS_FOR_IT.search(_plain(seen.text)))


def is_spanish(text: str) -> bool:
    """Whether a message is in Spanish, by its small words; one that mixes both languages counts as English."""
    known, found = _words(), re.findall(r"[a-z]+", _plain(text))
    if len(found) == 1:
        return found[0] in known["alone"]
    spanish = [word for word in found if word in known["spanish"]]
    english = [word for word in found if word in known["english"]]
    enough = len(set(spanish)) >= FEWEST and len(spanish) / len(found) >= LEAST_SHARE
    return len(spanish) > len(english) and (enough or any(sign in text for sign in "¿¡"))


def answer_in_spanish(memory: Memory, reply: Reply) -> None:
    """Puts the line into the reply, in other words the second time."""
    ways = [library.button("topics_spanish", "/start_over"), library.button("person_spanish", "/request_human")]
    reply.topic = "languages"
    say("utter_spanish", memory, reply, ways, _cards(FIRST))


def add_spanish_lines(seen: Seen, contacts: list[str], choices: list[Choice], memory: Memory, reply: Reply) -> None:
    """After the answer to danger in a Spanish message: its contacts in Spanish, as far as they speak it, and its buttons."""
    if not seen.by_button and is_spanish(seen.text):
        say("utter_spanish_danger", memory, reply, choices, _cards((*contacts, *FIRST)))


def _cards(names: tuple[str, ...]) -> list[dict[str, Any]]:
    found: dict[str, Contact] = {name: contact for name in names if (contact := find_contact(name)) and contact.spanish}
    return [spanish_card(contact) for contact in list(found.values())[:MOST_CARDS]]


def _plain(text: str) -> str:
    """Returns the words in small letters, without accents: "Mi niño" and "mi nino" are the same."""
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {name: frozenset(map(str, words)) for name, words in content.items()}
