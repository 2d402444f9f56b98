"""Asking for a person: the first ask wins, from any state; where nobody can be reached it says so. And what comes after."""

from __future__ import annotations

from actions.base import GuideAction
from actions.company import company_card
from actions.contacts import cards_for
from actions.crisis import known_danger, remember
from actions.memory import Memory
from actions.next_steps import menu
from actions.reply import Reply, say
from actions.seen import Seen


class ActionRequestHandoff(GuideAction):
    """Hands the conversation to a representative, or says honestly that nobody can be reached."""

    action_name = "action_request_handoff"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Whether a representative can be reached travels with the message."""
        request_handoff(seen, memory, reply)


class ActionWelcomeBack(GuideAction):
    """Greets the visitor after a representative was there. The gateway alone can tell this."""

    action_name = "action_welcome_back"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Where danger was known, contacts come before all else."""
        _hear_of_danger(seen.metadata.get("danger") or {}, memory)
        if _in_danger(memory):
            reply.add("utter_welcome_back_in_danger", menu(memory), cards_for((_need(memory),), memory))
        else:
            say("utter_welcome_back", memory, reply, menu(memory))


class ActionConfirmCallback(GuideAction):
    """Says that the callback is noted. Name, number and time are the gateway's; the guide never hears them."""

    action_name = "action_confirm_callback"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """One sentence, and where to go on."""
        say("utter_callback_recorded", memory, reply, menu())


def request_handoff(seen: Seen, memory: Memory, reply: Reply) -> None:
    """Puts a representative into the reply, as an order to the gateway, or the honest no with contacts."""
    reply.topic = "request_human"
    if (seen.metadata.get("representative") or {}).get("available"):
        _ask(memory, reply)
        return
    cards = ([] if memory.minor else company_card()) + cards_for((_need(memory),), memory)
    say("utter_nobody_there", memory, reply, [choice for choice in menu(memory) if choice.say != "/request_human"], cards[:3])
    if not memory.minor:
        reply.orders.append({"do": "offer_callback"})


def _ask(memory: Memory, reply: Reply) -> None:
    """In danger the contacts stand before the person, and it is said what the person is."""
    reply.orders.append({"do": "request_handoff", "reason": "asked"})
    if _in_danger(memory):
        reply.add("utter_handoff_asked_in_danger", cards=cards_for((_need(memory),), memory))
    else:
        say("utter_handoff_asked", memory, reply, [])


def _hear_of_danger(danger: dict[str, str], memory: Memory) -> None:
    """Lets what was seen while a person had the turn colour the answers that follow, as if the guide had heard it."""
    for kind, level in danger.items():
        if level == "act":
            remember(kind, memory)
            memory.danger_turns.setdefault(kind, 0)
        elif kind in ("partner_violence", "sexual_assault") and memory.violence == "none":
            memory.violence = "suspected"


def _in_danger(memory: Memory) -> bool:
    return bool(memory.danger_turns) or memory.violence_known


def _need(memory: Memory) -> str:
    return (known_danger(memory) if _in_danger(memory) else None) or "start"
