"""What to do first when danger was seen: plain name, steps and contacts for each kind, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from gateway.contacts import danger_cards
from gateway.conversation import RANK
from gateway.settings import ROOT

FILE = ROOT / "desk" / "crisis.yml"


@dataclass(frozen=True)
class Crisis:
    """One kind of danger, as a representative meets it."""

    kind: str
    level: str
    name: str
    steps: list[str]
    cards: list[dict[str, Any]]

    @property
    def how_sure(self) -> str:
        """The level in plain words."""
        return "Danger" if self.level == "act" else "Possible danger"


def crises(danger: dict[str, str]) -> list[Crisis]:
    """Returns what was seen in a conversation, the worst first."""
    ordered = sorted(danger.items(), key=lambda seen: -RANK.get(seen[1], 0))
    return [Crisis(kind, level, name_of(kind), list(_all()[kind]["steps"]), danger_cards([kind])) for kind, level in ordered]


def name_of(kind: str) -> str:
    """Returns the plain name of a kind of danger."""
    return str(_all()[kind]["name"])


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
