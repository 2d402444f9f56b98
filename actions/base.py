"""What every action has in common: it reads the memory, answers, adds what danger asks for, and writes the memory back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import library
from actions.memory import Memory
from actions.reply import Reply
from actions.seen import Seen, seen_in
from actions.spanish import answer_in_spanish, needs_spanish


class GuideAction(Action, ABC):
    """Base of the guide's actions. A subclass gives its ``action_name`` and says what to do in :meth:`answer`."""

    action_name = ""
    understood = True  # whether reaching this action means that the visitor was understood

    def name(self) -> str:
        """The name in domain.yml."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by the action server."""
        memory, seen, reply = Memory.of(tracker), seen_in(tracker), Reply()
        if self.understood:
            memory.misses = 0
        remember_danger(memory, seen)
        if needs_spanish(seen):
            answer_in_spanish(memory, reply)
        else:
            self.answer(seen, memory, reply)
        add_gentle_question(seen, memory, reply)
        memory.last_said = seen.intent if seen.intent == "goodbye" else None
        reply.send(dispatcher, memory)
        return memory.changes(tracker)

    @abstractmethod
    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Puts the answer into the reply and what is to be remembered into the memory."""


def remember_danger(memory: Memory, seen: Seen) -> None:
    """Lets danger in this message colour all that follows; it is lifted only by its own step, never by a topic."""
    if seen.danger is None:
        return
    if seen.danger.kind in ("partner_violence", "sexual_assault") and memory.violence in ("none", "suspected"):
        memory.violence = "suffered" if seen.danger.level == "act" else "suspected"
    if seen.danger.kind == "harm_others" and memory.violence == "none":
        memory.violence = "own"
    if seen.danger.level == "act":
        memory.crisis = "open"


def add_gentle_question(seen: Seen, memory: Memory, reply: Reply) -> None:
    """After an answer to a message with signs of danger: one gentle question or offer, in other words the second time."""
    if seen.danger is None or seen.danger.level != "check" or reply.holds_danger:
        return
    times = memory.count(memory.checks_given, seen.danger.kind)
    response = f"utter_{seen.danger.kind}_check" + ("_again" if times else "")
    if times < 2 and library.has(response):
        reply.add(response, choices=[library.Choice("Yes", f"/report_{seen.danger.kind}"), library.Choice("No", "/deny")])
