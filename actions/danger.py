"""The action for danger that was seen in a message, or that a button says; what it says is in crisis.py."""

from __future__ import annotations

from actions import library
from actions.base import GuideAction
from actions.crisis import answer_danger, choices
from actions.memory import Memory
from actions.reply import Reply
from actions.seen import Seen
from actions.settling import is_taken_back, settle
from actions.spanish import add_spanish_lines

REPORT = "report_"


class ActionAnswerDanger(GuideAction):
    """Answers a message in which danger was seen, or a button that says so."""

    action_name = "action_answer_danger"

    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """The kind comes from the intent, which the danger detector set. "I was joking when I said that" names danger too."""
        if is_taken_back(seen, memory):
            settle(memory, reply)
            return
        key = kind_of(seen)
        buttons = choices(key, memory.danger_turns.get(key, 0), memory)
        answer_danger(key, memory, reply, seen.text)
        add_spanish_lines(seen, library.metadata(f"utter_{key}").get("contacts") or [], buttons, memory, reply)


def kind_of(seen: Seen) -> str:
    """Returns which danger file answers: the intent's, else the detector's kind."""
    key = seen.intent.removeprefix(REPORT)
    if library.has(f"utter_{key}"):
        return key
    return seen.danger.kind if seen.danger else "suicide_self_harm"
