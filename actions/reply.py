"""The reply being put together: its messages, buttons, cards and orders, sent at the end in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.library import Choice, filled, text, variants
from actions.memory import Memory

MOST_CHOICES = 4


@dataclass
class _Message:
    response: str
    choices: list[Choice] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


@dataclass
class Reply:
    """What the visitor will read.

    Attributes:
        topic: key of the topic that is answered, or None.
        orders: what the gateway is asked to do.
        holds_danger: the crisis answer is in it.
        asks: what it asks, where an answer to that means something of its own: helped, place, guesses.
    """

    topic: str | None = None
    orders: list[dict[str, Any]] = field(default_factory=list)
    holds_danger: bool = False
    asks: str | None = None
    _messages: list[_Message] = field(default_factory=list)

    def add(
        self,
        response: str,
        choices: list[Choice] | None = None,
        cards: list[dict[str, Any]] | None = None,
        words: dict[str, str] | None = None,
    ) -> None:
        """Adds one message: a response of data/ by name, its buttons and cards. One without words is not added.

        Args:
            words: what stands for ``[name]`` in the response, such as the visitor's own words.
        """
        if text(response) or cards:
            self._messages.append(_Message(response, list(choices or []), list(cards or []), dict(words or {})))

    def add_list(self, response: str, lines: list[str], choices: list[Choice]) -> None:
        """Adds one message: a response, with lines of a list under it."""
        self._messages.append(_Message(response, list(choices), lines=list(lines)))

    def put_before(self, response: str, words: dict[str, str] | None = None) -> None:
        """Puts a message before what is there, such as an acknowledgement."""
        if text(response):
            self._messages.insert(0, _Message(response, words=dict(words or {})))

    def add_cards(self, cards: list[dict[str, Any]]) -> None:
        """Adds cards to the last message."""
        if self._messages:
            self._messages[-1].cards += cards

    def offer_first(self, choice: Choice) -> None:
        """Makes a button the first of the last message."""
        if self._messages:
            others = [other for other in self._messages[-1].choices if other.say != choice.say]
            self._messages[-1].choices = [choice, *others[: MOST_CHOICES - 2], *others[MOST_CHOICES - 2 :][-1:]]

    def add_last(self, response: str, words: dict[str, str] | None = None) -> None:
        """Adds a message that takes over the buttons of the one before it."""
        choices = self._messages[-1].choices if self._messages else []
        self.add(response, choices, words=words)

    def send(self, dispatcher: CollectingDispatcher, memory: Memory) -> None:
        """Hands the reply to Rasa. Buttons stand under the last message; what they lead to is remembered."""
        last = self._messages[-1] if self._messages else None
        offered = last.choices[:MOST_CHOICES] if last else []
        for message in self._messages:
            message.response = _other_than(memory.said, message.response)
            note: dict[str, Any] = {"cards": message.cards} if message.cards else {}
            if message is last:
                note |= {"topic": self.topic, "orders": self.orders}
            buttons = [{"title": choice.label, "payload": choice.say} for choice in offered] if message is last else []
            dispatcher.utter_message(**_words_of(message), buttons=buttons, json_message=note)
        memory.offered = [{"label": choice.label, "say": choice.say} for choice in offered]
        memory.said = [message.response for message in self._messages]
        memory.last_said = self.asks


def say(response: str, memory: Memory, reply: Reply, choices: list[Choice], cards: list[dict[str, object]] | None = None) -> None:
    """Gives a response, its ``_again`` the second time, its ``_3`` the third, and so on in turn."""
    names = variants(response)
    times = memory.count(memory.times_given, response)
    reply.add(names[times % len(names)], choices, cards)


def _other_than(said: list[str], response: str) -> str:
    """Never the same line twice running: what was said in the last turn is said in its other words, where it has any."""
    if response not in said:
        return response
    return next((name for name in variants(response.removesuffix("_again").removesuffix("_3")) if name not in said), response)


def _words_of(message: _Message) -> dict[str, str]:
    """A plain response goes by its name, so that Rasa gives its text; one with words of the visitor's in it goes as text."""
    if not message.words and not message.lines:
        return {"response": message.response}
    words = filled(message.response, message.words)
    return {"text": "\n".join([words, *(f"- {line}" for line in message.lines)])}
