""" "Yes" to what the last answer offered: does what its first button does. And erasing, which only a clear yes may do."""

from __future__ import annotations

from actions import library
from actions.answer import answer_topic, give_more, menu
from actions.base import GuideAction
from actions.danger import answer_danger
from actions.handoff import request_handoff
from actions.memory import Memory
from actions.reply import Reply, say
from actions.seen import Seen

REPORT = "report_"


class ActionAcceptOffer(GuideAction):
    """Follows the first button of the last answer."""

    action_name = "action_accept_offer"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """After goodbye's question "did this help?" a yes is an answer to that. Without an offer it asks what was meant."""
        if memory.last_said == "goodbye":
            say("utter_helped", memory, reply, menu())
        elif memory.offered:
            _follow(memory.offered[0].removeprefix("/"), seen, memory, reply)
        else:
            reply.add("utter_accepted_nothing", menu())


class ActionEraseConversation(GuideAction):
    """Has the gateway erase the conversation everywhere."""

    action_name = "action_erase_conversation"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """A button or the words themselves; anything less clear is asked back, because it cannot be undone."""
        if seen.by_button or _clear(seen.text):
            _erase(reply)
        else:
            _follow("ask_delete_my_data", seen, memory, reply)


def _follow(intent: str, seen: Seen, memory: Memory, reply: Reply) -> None:
    topic = library.topic_of_intent(intent)
    at_hand = library.topics().get(memory.topic or "")
    if intent.startswith(REPORT):
        answer_danger(intent.removeprefix(REPORT), memory, reply)
    elif intent == "tell_me_more" and at_hand:
        give_more(at_hand, memory, reply)
    elif intent == "request_human":
        request_handoff(seen, memory, reply)
    elif intent == "confirm_erase":
        _erase(reply)
    elif topic:
        answer_topic(topic, memory, reply)
    else:
        reply.add("utter_accepted_nothing", menu())


def _erase(reply: Reply) -> None:
    reply.orders.append({"do": "erase_conversation"})
    reply.add("utter_erasing")


def _clear(text: str) -> bool:
    words = text.lower()
    return ("erase" in words or "delete" in words) and len(words.split()) <= 8
