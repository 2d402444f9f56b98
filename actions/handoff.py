"""Asking for a person: the first ask wins, from any state; where nobody can be reached it says so and what there is."""

from __future__ import annotations

from actions.base import GuideAction
from actions.company import company_card
from actions.contacts import cards_for
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


def request_handoff(seen: Seen, memory: Memory, reply: Reply) -> None:
    """Puts a representative into the reply, as an order to the gateway, or the honest no with contacts."""
    reply.topic = "request_human"
    if (seen.metadata.get("representative") or {}).get("available"):
        reply.add("utter_request_human", [])
        reply.orders.append({"do": "request_handoff", "reason": "asked"})
        return
    cards = company_card() + cards_for((_need(memory),), memory)
    say("utter_nobody_there", memory, reply, [choice for choice in menu() if choice.say != "/request_human"], cards[:3])


def _need(memory: Memory) -> str:
    if memory.danger_turns:
        return list(memory.danger_turns)[-1]
    return "partner_violence" if memory.violence_known else "start"
