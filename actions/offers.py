"""Taking up what the last answer offered: "yes", "the second one". And erasing, which only a clear yes may do."""

from __future__ import annotations

from actions.base import GuideAction, follow
from actions.in_context import offers_topics
from actions.library import Choice
from actions.memory import Memory
from actions.next_steps import menu
from actions.reply import Reply, say
from actions.seen import Seen
from actions.settling import ASKS_SAFE, lift_violence


class ActionAcceptOffer(GuideAction):
    """Follows the first button of the last answer."""

    action_name = "action_accept_offer"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """After "did this help?" a yes is an answer to that; after two guesses it says too little; without an offer as well."""
        if memory.last_said == ASKS_SAFE:
            lift_violence(memory, reply)
        elif memory.last_said == "helped":
            say("utter_helped", memory, reply, menu(memory))
        elif memory.last_said == "guesses" and offers_topics(memory) > 1:
            ask_which(memory, reply)
        elif memory.offered:
            follow(memory.offered[0]["say"], seen, memory, reply)
        else:
            say("utter_accepted_nothing", memory, reply, menu(memory))


class ActionChooseOffer(GuideAction):
    """ "The second one", where there is no second one: a choice that is there was followed before it came here."""

    action_name = "action_choose_offer"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Shows what there is to choose from."""
        ask_which(memory, reply)


class ActionEraseConversation(GuideAction):
    """Has the gateway erase the conversation everywhere."""

    action_name = "action_erase_conversation"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """A button or the words themselves; anything less clear is asked back, because it cannot be undone."""
        if seen.by_button or _clear(seen.text):
            reply.orders.append({"do": "erase_conversation"})
            reply.add("utter_erasing")
        else:
            follow("/ask_delete_my_data", seen, memory, reply)


def ask_which(memory: Memory, reply: Reply) -> None:
    """Asks which of the buttons is meant, or shows the menu where there were none."""
    still = [Choice(choice["label"], choice["say"]) for choice in memory.offered]
    reply.asks = memory.last_said
    say("utter_choose_which", memory, reply, still or menu(memory))


def _clear(text: str) -> bool:
    words = text.lower()
    return ("erase" in words or "delete" in words) and len(words.split()) <= 8
