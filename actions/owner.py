"""What the owner's settings say to a question; where they say nothing, the guide does not know, and a representative can tell."""

from __future__ import annotations

import re

from actions.company import owners_words, policy_card
from actions.library import Topic, has
from actions.reply import Reply
from actions.seen import Seen

ABOUT, ASKED = "about", "asked"
# Words that ask for a subject in a message whose topic is a wider one.
_ASKS_FOR = {
    "prices": re.compile(r"\bhow much\b|\bcost|\bpric|\bfees?\b|\brates?\b|\bcharge|\bexpensive|\bco-?pay|out of pocket"),
    "who_pays": re.compile(r"\bwho (?:pays|funds|owns)\b|\bpaid\b|\bcommission|\bkickback|\bmake money|\bprofit|\bsponsor"),
    "addresses": re.compile(
        r"\bwhere (?:are|is) (?:you|u|your|this|it)\b|\baddress|\blocat(?:ed|ion)|\boffices?\b|\bin person\b|\bbased\b"
    ),
    "hours": re.compile(r"\bhours\b|\bopen\b|\bclosed?\b|\bweekends?\b|\bwhat time\b|\bwhen (?:can|are|do|is)\b|\b24/7\b"),
}


def known_form(topic: Topic, response: str) -> str:
    """Returns the form of a text for where the owner has said what the topic is about: the plain one says it is not known."""
    known = any(owners_words(subject) for subject, when in topic.owner_says if when == ABOUT)
    return f"{response}_known" if known and has(f"{response}_known") else response


def add_owners_words(topic: Topic, seen: Seen, reply: Reply) -> None:
    """Puts before an answer what the owner says to it, or that the guide does not know what was asked."""
    wanted = [subject for subject, when in topic.owner_says if when == ABOUT or _ASKS_FOR[subject].search(seen.text.lower())]
    for subject in wanted:
        if words := owners_words(subject):
            reply.put_before("utter_owner_says", {"words": words})
    asked = [subject for subject, when in topic.owner_says if when == ASKED and subject in wanted]
    if any(owners_words(subject) is None for subject in asked):
        reply.put_before("utter_not_known_ask_representative")
    if "privacy" in wanted:
        reply.add_cards(policy_card())
