"""What every action has in common: it reads the memory, answers, adds what danger asks for, and writes the memory back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import library
from actions.crisis import answer_danger, goes_on, is_worse
from actions.in_context import meant_here
from actions.memory import Memory
from actions.noticing import notice
from actions.reply import Reply
from actions.seen import Seen, seen_in
from actions.spanish import answer_in_spanish, needs_spanish

ASKS_GENTLY = "gently"  # what was asked last, where it was the gentle question after signs of danger


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
        notice(seen, memory)
        remember_danger(memory, seen)
        if needs_spanish(seen):
            answer_in_spanish(memory, reply)
        else:
            self._answer_in_context(seen, memory, reply)
        add_gentle_question(seen, memory, reply)
        reply.send(dispatcher, memory)
        return memory.changes(tracker)

    def _answer_in_context(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """What a message means here, where it points at what was said before, else the action's own answer."""
        meant = meant_here(seen, memory)
        danger = None if meant else goes_on(seen, memory)
        if self.understood or meant or danger:
            memory.misses = 0
        if meant:
            follow(meant, seen, memory, reply)
        elif danger:
            answer_danger(danger, memory, reply, seen.text, worse=is_worse(seen, danger, memory))
        else:
            self.answer(seen, memory, reply)
        offer_second_topic(seen, memory, reply)

    @abstractmethod
    def answer(self, seen: Seen, memory: Memory, reply: Reply) -> None:
        """Puts the answer into the reply and what is to be remembered into the memory."""


def follow(say: str, seen: Seen, memory: Memory, reply: Reply) -> None:
    """Does what pressing a button does that sends ``/intent``."""
    intent = say.removeprefix("/")
    name = library.actions_by_intent()[intent]
    action = next(kind for kind in GuideAction.__subclasses__() if kind.action_name == name)
    action().answer(replace(seen, text=f"/{intent}", intent=intent, second=None), memory, reply)


def remember_danger(memory: Memory, seen: Seen) -> None:
    """Lets danger in this message colour all that follows; it is lifted only by its own step, never by a topic."""
    if seen.danger is None or _takes_back(seen):
        return
    if seen.danger.kind in ("partner_violence", "sexual_assault") and memory.violence in ("none", "suspected"):
        memory.violence = "suffered" if seen.danger.level == "act" else "suspected"
    if seen.danger.kind == "harm_others" and memory.violence == "none":
        memory.violence = "own"
    if seen.danger.level == "act":
        memory.crisis = "open"


def offer_second_topic(seen: Seen, memory: Memory, reply: Reply) -> None:
    """Where a message asks two things, the other one is named and stands as the first button."""
    topic = library.topic_of_intent(seen.second)
    asked_gently = seen.danger is not None and seen.danger.level == "check"
    if topic is None or reply.holds_danger or asked_gently or topic.key == reply.topic:
        return
    reply.add_last("utter_also_asked", words={"topic": topic.label})
    reply.offer_first(library.Choice(topic.label, topic.say))


def add_gentle_question(seen: Seen, memory: Memory, reply: Reply) -> None:
    """After an answer to a message with signs of danger: one gentle question or offer, in other words the second time."""
    if seen.danger is None or seen.danger.level != "check" or reply.holds_danger or _takes_back(seen):
        return
    times = memory.count(memory.checks_given, seen.danger.kind)
    response = f"utter_{seen.danger.kind}_check" + ("_again" if times else "")
    if times < 2 and library.has(response):
        reply.asks = ASKS_GENTLY
        reply.add(response, choices=[library.button("yes", f"/report_{seen.danger.kind}"), library.button("no", "/deny")])


def _takes_back(seen: Seen) -> bool:
    """ "I was joking about that" names what it takes back."""
    return seen.intent == "not_in_danger"
