"""The register of what the guide can say: every topic with its label, layers, next steps and cautions, read from data/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent.parent / "data"
PREFIX = "utter_"
DANGER_KEYS = (
    "suicide_self_harm",
    "partner_violence",
    "child_danger",
    "sexual_assault",
    "overdose_withdrawal",
    "harm_others",
    "i_hurt_partner",
    "minor_visitor",
)


@dataclass(frozen=True)
class Choice:
    """A button: its words, and what it sends."""

    label: str
    say: str


@dataclass(frozen=True)
class Topic:
    """One topic of the guide.

    Attributes:
        key: its key in the guide's list, such as ``boundaries``.
        intent: the intent that asks for it; a button leads here by ``/<intent>``.
        label: the words on such a button.
        next: keys of topics worth offering after it.
        layers: names of the responses that go deeper, in order.
        again: name of the response for the second time, if there is one.
        safe: name of the response where violence is known; the main one where that is right too; None: withheld.
        section: section of the guide that it states, or settings, or safety.
        contacts: needs whose contacts are shown with the answer.
        offers: buttons of its own: name of the label, and what it sends.
        guard: what it is not offered under: violence, crisis or minor. Asked for in words, it is answered.
        owner_says: settings of the owner that belong here: subject, and ``about`` (the topic is about it) or ``asked``.
        orders: what the gateway is asked to do with the answer.
    """

    key: str
    intent: str
    label: str
    next: tuple[str, ...]
    layers: tuple[str, ...]
    again: str | None
    safe: str | None
    section: str
    contacts: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]
    guard: frozenset[str]
    owner_says: tuple[tuple[str, str], ...]
    orders: tuple[str, ...]

    @property
    def main(self) -> str:
        """Name of the short answer."""
        return PREFIX + self.key

    @property
    def say(self) -> str:
        """What a button for this topic sends."""
        return f"/{self.intent}"


@lru_cache(maxsize=1)
def responses() -> dict[str, dict[str, Any]]:
    """Returns every response under data/ by name: its text and metadata."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(DATA.rglob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for name, variants in (content.get("responses") or {}).items():
            found[name] = variants[0]
    return found


@lru_cache(maxsize=1)
def topics() -> dict[str, Topic]:
    """Returns every topic under data/ by key: those whose main response says which topic it is."""
    return {topic.key: topic for topic in _topics()}


def topic_of_intent(intent: str | None) -> Topic | None:
    """Returns the topic that an intent asks for, or None."""
    return next((topic for topic in topics().values() if topic.intent == intent), None)


def metadata(response: str) -> dict[str, Any]:
    """Returns the metadata of a response, empty where there is none."""
    return dict(responses().get(response, {}).get("metadata") or {})


def text(response: str) -> str:
    """Returns the words of a response; empty where there is no such response."""
    return str(responses().get(response, {}).get("text") or "")


def has(response: str) -> bool:
    """Whether such a response is written."""
    return response in responses()


def variants(response: str) -> list[str]:
    """Returns the names under which a response is said in other words: itself, ``_again``, ``_3``, as far as written."""
    return [name for name in (response, f"{response}_again", f"{response}_3") if has(name)]


def filled(response: str, words: dict[str, str]) -> str:
    """Returns the words of a response with each ``[name]`` in it replaced.

    Raises:
        KeyError: a name in the response is not among the words, so that no visitor reads ``[name]``.
    """
    return re.sub(r"\[(\w+)\]", lambda name: words[name.group(1)], text(response))


@lru_cache(maxsize=1)
def actions_by_intent() -> dict[str, str]:
    """Returns the action that each intent leads to, as the one-step rules under data/ say."""
    found: dict[str, str] = {}
    for file in sorted(DATA.rglob("*.yml")):
        for rule in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("rules") or []:
            intent, action = (step.get(key) for step, key in zip(rule["steps"], ("intent", "action"), strict=False))
            if intent and action:
                found[intent] = action
    return found


def _topics() -> Iterator[Topic]:
    for name in responses():
        about = metadata(name)
        if about.get("topic") and name == PREFIX + about["topic"]:
            yield _topic(about)


def _topic(about: dict[str, Any]) -> Topic:
    key = about["topic"]
    main = PREFIX + key
    safe = main if about.get("safe") == "same" else f"{main}_safe"
    return Topic(
        key=key,
        intent=about.get("intent") or _intent(key),
        label=about.get("label") or key,
        next=tuple(about.get("next") or ()),
        layers=tuple(layer for layer in _layer_names(main) if has(layer)),
        again=f"{main}_again" if has(f"{main}_again") else None,
        safe=safe if has(safe) else None,
        section=about.get("section") or "",
        contacts=tuple(about.get("contacts") or ()),
        offers=tuple((about.get("offers") or {}).items()),
        guard=frozenset(about.get("guard") or ()),
        owner_says=tuple((about.get("owner_says") or {}).items()),
        orders=tuple(about.get("orders") or ()),
    )


def _layer_names(main: str) -> list[str]:
    return [f"{main}_more"] + [f"{main}_more_{number}" for number in range(2, 9)]


def _intent(key: str) -> str:
    if key in ("request_human", "out_of_scope", "goodbye"):
        return key
    return f"report_{key}" if key in DANGER_KEYS else f"ask_{key}"


def button(name: str, say: str) -> Choice:
    """Returns a button whose words are the response ``utter_label_<name>``."""
    return Choice(text(f"{PREFIX}label_{name}"), say)


def topic_button(key: str) -> Choice | None:
    """Returns the button that leads to a topic, or None where there is no such topic yet."""
    topic = topics().get(key)
    return Choice(topic.label, topic.say) if topic else None
