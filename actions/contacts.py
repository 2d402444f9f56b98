"""Contacts of safety/contacts.yml as cards: by need, place and wish, at most three, each with why it fits."""

from __future__ import annotations

from actions import library
from actions.base import GuideAction
from actions.crisis import known_danger
from actions.finder import NEEDS_A_PLACE, Wish, wish_in
from actions.library import DANGER_KEYS, Choice, button
from actions.memory import Memory
from actions.next_steps import person, topic_choice
from actions.places import is_abroad
from actions.reply import Reply, say
from actions.seen import Seen
from safety.contacts import Contact, card, contacts_for_need, find_contact

MOST_CARDS = 3
KINDS = ("find_therapist", "coda")  # topics offered to somebody who named a place before saying what they look for
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
        """A place alone is only noted, until it is known what is looked for; danger that is known comes first."""
        wish, answers_us = wish_in(seen.text), memory.last_said == "place"
        if seen.intent == "give_place" and memory.place is None:
            reply.asks = "place"
            say("utter_place_not_known", memory, reply, _ways(memory))
        elif seen.intent == "give_place" and not (wish.need or answers_us or memory.sought):
            reply.add("utter_place_noted", _ways(memory), words={"place": memory.place or ""})
        else:
            show_contacts(wish, memory, reply)


def show_contacts(wish: Wish, memory: Memory, reply: Reply) -> None:
    """Puts contacts into the reply, with words that say how they were chosen."""
    needs = _needs(wish, memory)
    memory.sought = needs[0]
    cards = cards_for(needs, memory, wish)
    words = {"place": memory.place or ""}
    if not all_wished(needs[0], wish):
        reply.add("utter_contacts_come_close", _ways(memory), cards)
    elif is_abroad(memory.place):
        reply.add("utter_contacts_abroad", _ways(memory), cards)
    elif memory.place and needs[0] in NEEDS_A_PLACE:
        reply.add("utter_contacts_near", _ways(memory), cards, words)
    elif _should_ask_place(needs[0], wish, memory):
        reply.asks = "place"
        reply.add("utter_contacts_ask_place", _ways(memory), cards)
    else:
        say("utter_show_contacts", memory, reply, _ways(memory), cards)


def cards_for(needs: tuple[str, ...], memory: Memory, wish: Wish | None = None) -> list[dict[str, object]]:
    """Returns the contact cards for needs, best first, at most three; where violence is known safety comes before the topic."""
    found: list[tuple[Contact, str]] = []
    for need in _with_safety(needs, memory):
        for contact in _chosen(need, memory, wish or Wish()):
            if memory.violence_known and not contact.under_violence:
                continue
            if all(contact.id != other.id for other, _ in found):
                found.append((contact, need))
    if is_abroad(memory.place) and (abroad := find_contact("findahelpline")):
        found.insert(0, (abroad, "abroad"))
    return [card(contact, need) for contact, need in found[:MOST_CARDS]]


def all_wished(need: str, wish: Wish) -> bool:
    """Whether there is a contact for a need that is all that is wished."""
    return not wish.is_choosy or any(wish.fits(contact) for contact in contacts_for_need(need))


def _chosen(need: str, memory: Memory, wish: Wish) -> list[Contact]:
    """Those that are all that is wished; where none is, all of them. With a place, what searches by place comes first."""
    contacts = list(contacts_for_need(need))
    contacts = [contact for contact in contacts if wish.fits(contact)] or contacts
    return sorted(contacts, key=lambda contact: not contact.by_place) if memory.place and need not in DANGER_KEYS else contacts


def _with_safety(needs: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Puts the hotline's need first, unless none is shown or the needs are danger themselves."""
    if not memory.violence_known or not needs or set(needs) & set(DANGER_KEYS):
        return needs
    return ("i_hurt_partner" if memory.violence == "own" else "partner_violence", *needs)


def _needs(wish: Wish, memory: Memory) -> tuple[str, ...]:
    danger = known_danger(memory) if memory.danger_turns or memory.violence_known else None
    if danger and (memory.crisis == "open" or memory.violence_known or not wish.need):
        return (danger,)
    known = wish.need or NEED_OF_TOPIC.get(memory.topic or "") or memory.sought
    known = known or ("addiction_family" if memory.addiction else None)
    if wish.cheap or (wish.free and not known):
        return (known, "low_cost") if known and known != "low_cost" else ("low_cost",)
    if known:
        return (known, "low_cost") if wish.free else (known,)
    return ("crisis", "start") if wish.phone else ("start",)


def _should_ask_place(need: str, wish: Wish, memory: Memory) -> bool:
    """Only once, and only where the answer changes what is shown."""
    helps = need in NEEDS_A_PLACE and not (wish.online or memory.place or memory.violence_known)
    return helps and memory.count(memory.times_given, "ask_place") == 0


def _ways(memory: Memory) -> list[Choice]:
    fresh = [topic for key in KINDS if key != memory.topic and (topic := library.topics().get(key))]
    return [topic_choice(topic, memory) for topic in fresh][:2] + [button("menu", "/start_over"), person()]
