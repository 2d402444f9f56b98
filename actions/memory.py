"""What the guide remembers of a conversation, read from slots and written back; no other module touches a slot."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, fields

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet


@dataclass
class Memory:
    """The slots of domain.yml, with the defaults of a new conversation."""

    topic: str | None = None
    earlier_topics: list[str] = field(default_factory=list)
    times_given: dict[str, int] = field(default_factory=dict)
    layers_given: dict[str, int] = field(default_factory=dict)
    offered: list[dict[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    misses: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    violence: str = "none"
    crisis: str = "none"
    danger_turns: dict[str, int] = field(default_factory=dict)
    checks_given: dict[str, int] = field(default_factory=dict)
    minor: bool = False
    about: str | None = None
    role: str | None = None
    partner_name: str | None = None
    partner_pronoun: str | None = None
    addiction: bool = False
    living: str | None = None
    place: str | None = None
    sought: str | None = None
    other_guesses: list[str] = field(default_factory=list)
    last_said: str | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Memory:
        """Reads the memory of a conversation."""
        kept = {name.name: tracker.get_slot(name.name) for name in fields(cls)}
        return cls(**{name: deepcopy(value) for name, value in kept.items() if value is not None})

    def changes(self, tracker: Tracker) -> list[EventType]:
        """Returns the events that bring the slots from what the tracker holds to this."""
        before = Memory.of(tracker)
        return [
            SlotSet(name.name, getattr(self, name.name))
            for name in fields(self)
            if getattr(self, name.name) != getattr(before, name.name)
        ]

    @property
    def violence_known(self) -> bool:
        """Whether answers must be safe for someone who may live with violence."""
        return self.violence != "none"

    @property
    def dangers_known(self) -> set[str]:
        """What a topic's guard may name: violence, crisis, minor."""
        known = {"violence": self.violence_known, "crisis": self.crisis == "open", "minor": self.minor}
        return {danger for danger, is_known in known.items() if is_known}

    @property
    def harmed(self) -> bool:
        """Whether the visitor hurt a partner, or fears to: texts for the one who is hurt would excuse here."""
        return self.violence == "own"

    def count(self, counter: dict[str, int], name: str) -> int:
        """Adds one to a counter and returns how often it was there before."""
        before = counter.get(name, 0)
        counter[name] = before + 1
        return before

    def move_to(self, topic: str) -> None:
        """Makes a topic the one that "tell me more" means."""
        if self.topic and self.topic != topic:
            self.earlier_topics = [key for key in self.earlier_topics if key != self.topic][-20:] + [self.topic]
        self.topic = topic
