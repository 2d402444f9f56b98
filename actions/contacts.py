"""Contacts of safety/contacts.yml as cards: by need and place, at most three, each with why it fits."""

from __future__ import annotations

import re

from actions.base import GuideAction
from actions.library import DANGER_KEYS, button
from actions.memory import Memory
from actions.reply import Reply, say
from actions.seen import Seen
from safety.contacts import Contact, card, contacts_for_need, find_contact

MOST_CARDS = 3
_SPANISH = re.compile(r"\b(spanish|espanol|español)\b", re.IGNORECASE)
_ABROAD = re.compile(
    r"\b(canada|uk|england|scotland|ireland|australia|india|mexico|germany|france|new zealand|outside (of )?the (us|states))\b",
    re.I,
)
# What a topic at hand says about what kind of contact helps.
NEED_OF_TOPIC = {
    "coda": "support_group",
    "twelve_step_concern": "support_group",
    "find_therapist": "therapist",
    "good_therapist": "therapist",
    "therapy_types": "therapist",
    "addiction_link": "addiction_family",
    "enabling": "addiction_family",
    "programs": "treatment",
    "dual_diagnosis": "treatment",
    "no_insurance_cost": "low_cost",
}


class ActionShowContacts(GuideAction):
    """Shows resources: by what was asked for, else by what is known of the conversation."""

    action_name = "action_show_contacts"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Danger that is known comes first."""
        if seen.places:
            memory.place = seen.places[-1]
        cards = cards_for((_need(seen, memory),), memory, spanish=bool(_SPANISH.search(seen.text)))
        say("utter_show_contacts", memory, reply, [button("person", "/request_human"), button("menu", "/start_over")], cards)


def cards_for(needs: tuple[str, ...], memory: Memory, spanish: bool = False) -> list[dict[str, object]]:
    """Returns the contact cards for needs, best first, at most three; where violence is known safety comes before the topic."""
    found: list[tuple[Contact, str]] = []
    for need in _with_safety(needs, memory):
        for contact in contacts_for_need(need):
            if memory.violence_known and not contact.under_violence:
                continue
            if all(contact.id != other.id for other, _ in found) and (not spanish or "es" in contact.languages):
                found.append((contact, need))
    if memory.place and _ABROAD.search(memory.place) and (abroad := find_contact("findahelpline")):
        found.insert(0, (abroad, "abroad"))
    return [card(contact, need) for contact, need in found[:MOST_CARDS]]


def _with_safety(needs: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Puts the hotline's need first, unless none is shown or the needs are danger themselves."""
    if not memory.violence_known or not needs or set(needs) & set(DANGER_KEYS):
        return needs
    return ("i_hurt_partner" if memory.violence == "own" else "partner_violence", *needs)


def _need(seen: Seen, memory: Memory) -> str:
    if memory.danger_turns:
        return list(memory.danger_turns)[-1]
    if memory.violence_known:
        return "partner_violence"
    for pattern, need in _NEEDS:
        if pattern.search(seen.text.lower()):
            return need
    return NEED_OF_TOPIC.get(memory.topic or "", "start")


_NEEDS = [
    (re.compile(pattern), need)
    for pattern, need in (
        (r"suicid|crisis|988", "suicide_self_harm"),
        (r"domestic|abus|violen|dv\b", "partner_violence"),
        (r"rape|assault", "sexual_assault"),
        (r"child|kid", "child_danger"),
        (r"group|meeting|coda|12|step", "support_group"),
        (r"alcohol|drink|drug|addict|al-?anon|nar-?anon", "addiction_family"),
        (r"rehab|treatment|detox", "treatment"),
        (r"therap|counsel|psycholog", "therapist"),
        (r"free|cheap|afford|low cost", "low_cost"),
        (r"lgbt|gay|trans|queer|lesbian", "lgbtq_young"),
        (r"veteran|military|army", "veteran"),
        (r"teen|young", "teen"),
    )
]
