"""A conversation with the guide's actions alone: what Rasa would understand is given, all that follows is real."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.danger
import actions.handoff
import actions.offers
import actions.repair
import actions.talk  # noqa: F401
from actions import library
from actions.base import GuideAction
from actions.memory import Memory

FALLBACK = "nlu_fallback"


@dataclass
class Said:
    """One message of the guide: its words, buttons (label → what it sends) and cards."""

    text: str
    buttons: dict[str, str]
    cards: list[dict[str, Any]]
    topic: str | None


class Talk:
    """Turns, one after the other, with the slots carried from each to the next."""

    def __init__(self) -> None:
        self.slots: dict[str, Any] = {}
        self.last: list[Said] = []
        self.orders: list[dict[str, Any]] = []

    def hears(self, text: str, intent: str, guesses: tuple[str, ...] = (), **parsed: Any) -> list[Said]:
        """Gives the guide a message as the pipeline would understand it, and returns the answer."""
        ranking = [{"name": name} for name in (intent, *guesses)]
        message = {"text": text, "intent": {"name": intent}, "intent_ranking": ranking, "entities": [], **parsed}
        tracker = Tracker("test", dict(self.slots), message, [], False, None, {}, None)
        dispatcher = CollectingDispatcher()
        events = asyncio.run(_action_for(intent).run(dispatcher, tracker, {}))
        self.slots |= {event["name"]: event["value"] for event in events}
        self.last = [_said(message) for message in dispatcher.messages]
        self.orders = (dispatcher.messages[-1].get("custom") or {}).get("orders") or []
        return self.last

    def presses(self, label: str) -> list[Said]:
        """Presses a button of the last answer."""
        say = self.last[-1].buttons[label]
        return self.hears(say, say.removeprefix("/"))

    @property
    def memory(self) -> Memory:
        """What the guide remembers now."""
        return Memory.of(Tracker("test", dict(self.slots), {}, [], False, None, {}, None))

    @property
    def text(self) -> str:
        """The words of the last answer, all messages joined."""
        return "\n".join(said.text for said in self.last)

    @property
    def labels(self) -> list[str]:
        """The buttons of the last answer."""
        return list(self.last[-1].buttons)


def _action_for(intent: str) -> GuideAction:
    name = library.actions_by_intent()[intent]
    return next(kind for kind in GuideAction.__subclasses__() if kind.action_name == name)()


def _said(message: dict[str, Any]) -> Said:
    note = message.get("custom") or {}
    buttons = {button["title"]: button["payload"] for button in message["buttons"]}
    text = message["text"] or library.text(message["response"])
    return Said(text, buttons, note.get("cards") or [], note.get("topic"))
