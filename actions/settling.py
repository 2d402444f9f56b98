"""Taking danger back: a crisis that was not meant so is believed; violence is lifted only after one question and a yes."""

from __future__ import annotations

import re

from actions import library
from actions.base import GuideAction
from actions.crisis import danger_cards, known_danger
from actions.library import Choice
from actions.memory import Memory
from actions.next_steps import menu, person
from actions.remembering import forget, ways_on
from actions.reply import Reply, say
from actions.seen import Seen

ASKS_SAFE = "safe"  # what was asked last, where it was whether the partner can be lived with safely
_TAKEN_BACK = re.compile(
    r"\b(?:jok(?:e|ed|ing)|kidding|exaggerat\w+|figure of speech"
    r"|(?:did ?n.?t|do ?n.?t|not) (?:really )?mean|false alarm|not serious)\b"
)
_AND_YET = re.compile(r"\b(?:but|still|though|except|again)\b")


class ActionSettleCrisis(GuideAction):
    """Somebody says that it was not meant so, or that they are safe now."""

    action_name = "action_settle_crisis"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Where no danger was known there is nothing to take back."""
        if known_danger(memory) and (memory.crisis != "none" or memory.violence_known):
            settle(memory, reply)
        else:
            say("utter_not_in_danger", memory, reply, ways_on(memory))


class ActionForget(GuideAction):
    """Forgets what was read and said of the visitor; danger is lifted by its own step only."""

    action_name = "action_forget"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Erasing the whole conversation is another thing, and the words say so."""
        if memory.crisis == "open":
            leave_it_there(memory, reply)
            return
        forget(memory)
        say("utter_forgotten", memory, reply, menu(memory))


def settle(memory: Memory, reply: Reply) -> None:
    """Believes it, keeps the contacts in view, and asks once where violence is known."""
    kind = known_danger(memory) or "suicide_self_harm"
    if memory.crisis == "open":
        memory.crisis = "settled"
    if memory.violence_known:
        reply.asks = ASKS_SAFE
        choices = [library.button("yes", "/affirm"), library.button("no", "/deny"), person()]
        say("utter_lift_check_own" if memory.harmed else "utter_lift_check", memory, reply, choices, danger_cards(kind))
    else:
        say("utter_believed", memory, reply, _ways(memory), danger_cards(kind))


def lift_violence(memory: Memory, reply: Reply) -> None:
    """The visitor said yes to the question: answers are the usual ones again."""
    memory.violence = "none"
    say("utter_lifted", memory, reply, ways_on(memory))


def keep_careful(memory: Memory, reply: Reply) -> None:
    """The visitor said no to the question: nothing is lifted, and the contacts are shown."""
    say("utter_kept_careful", memory, reply, _ways(memory), danger_cards(known_danger(memory) or "partner_violence"))


def leave_it_there(memory: Memory, reply: Reply) -> None:
    """ "Forget I said that" in a crisis: what was read is forgotten, the contacts stay, and so does what is known of violence."""
    kind = known_danger(memory) or "suicide_self_harm"
    given = memory.times_given.get("utter_left_there", 0)
    forget(memory)
    memory.times_given["utter_left_there"] = given
    memory.crisis = "settled"
    say("utter_left_there", memory, reply, _ways(memory), danger_cards(kind))


def answered_no_gently(memory: Memory, reply: Reply) -> None:
    """A no to the gentle question. Anger that was only words is let go; where there were signs of violence care stays."""
    if memory.harmed and not memory.danger_turns:
        memory.violence = "none"
    say("utter_gentle_no", memory, reply, _ways(memory))


def is_taken_back(seen: Seen, memory: Memory) -> bool:
    """Whether a message that names danger takes back what was said before."""
    words = seen.text.lower()
    return bool(memory.danger_turns and _TAKEN_BACK.search(words) and not _AND_YET.search(words))


def _ways(memory: Memory) -> list[Choice]:
    return [*menu(memory)[:1], library.button("helplines", "/show_contacts"), person()]
