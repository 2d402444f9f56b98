"""The reply being put together: its messages, buttons, cards and orders, sent at the end in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.library import Choice, has, text
from actions.memory import Memory

MOST_CHOICES = 4


@dataclass
class _Message:
    response: str
    choices: list[Choice] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Reply:
    """What the visitor will read.

    Attributes:
        topic: key of the topic that is answered, or None.
        orders: what the gateway is asked to do.
        holds_danger: the crisis answer is in it.
    """

    topic: str | None = None
    orders: list[dict[str, Any]] = field(default_factory=list)
    holds_danger: bool = False
    _messages: list[_Message] = field(default_factory=list)

    def add(self, response: str, choices: list[Choice] | None = None, cards: list[dict[str, Any]] | None = None) -> None:
        """Adds one message: a response of data/ by name, its buttons and cards. One without words is not added."""
        if text(response) or cards:
            self._messages.append(_Message(response, list(choices or []), list(cards or [])))

    def put_before(self, response: str) -> None:
        """Puts a message before what is there, such as an acknowledgement."""
        if text(response):
            self._messages.insert(0, _Message(response))

    def offer(self, choices: list[Choice]) -> None:
        """Gives the last message these buttons, if it has none yet."""
        if self._messages and not self._messages[-1].choices:
            self._messages[-1].choices = list(choices)

    def send(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        """Hands the reply to Rasa. Buttons stand under the last message; what they lead to is remembered."""
        last = self._messages[-1] if self._messages else None
        offered = last.choices[:MOST_CHOICES] if last else []
        memory.offered = [choice.say for choice in offered]
        for message in self._messages:
            note: dict[str, Any] = {"cards": message.cards} if message.cards else {}
            if message is last:
                note |= {"topic": self.topic, "orders": self.orders}
            buttons = [{"title": choice.label, "payload": choice.say} for choice in offered] if message is last else []
            dispatcher.utter_message(response=message.response, buttons=buttons, json_message=note)


def say(response: str, memory: Memory, reply: Reply, choices: list[Choice], cards: list[dict[str, object]] | None = None) -> None:
    """Gives a response, its ``_again`` the second time, its ``_3`` the third, and so on in turn."""
    names = [name for name in (response, f"{response}_again", f"{response}_3") if has(name)]
    times = memory.count(memory.times_given, response)
    reply.add(names[times % len(names)], choices, cards)
