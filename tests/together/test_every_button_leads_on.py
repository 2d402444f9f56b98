"""A walker goes through every quick reply from every answer, and finds no dead end and no text that should not be read."""

from __future__ import annotations

import re
import uuid
from collections import deque
from pathlib import Path

import httpx
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NOT_FOR_READING = re.compile(r"\[\w+\]|[{}]|\bNone\b|\butter_")
ENDS = {"/confirm_erase"}  # after it there is no conversation to lead on from
LONGEST_LABEL = 32
# How a conversation may stand before the walk: nothing known, violence known, much said about oneself.
BEFORE = {
    "nothing is known": [],
    "violence is known": [{"choice": "/report_partner_violence"}],
    "much was said": [{"text": "My husband Tom drinks, he moved out and i do everything"}, {"text": "i live in ohio"}],
}


class Walker:
    """Speaks with the guide's door as the gateway does, so that every answer can be reached by what a button sends."""

    def __init__(self, stack) -> None:
        secret = {"Authorization": f"Bearer {stack.settings.channel_secret}"}
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{stack.settings.guide_port}", headers=secret, timeout=60, trust_env=False
        )

    def walk(self, path: list[dict[str, str]]) -> list[list[dict]]:
        """Says all of a path in a new conversation and returns the answers."""
        conversation = str(uuid.uuid4())
        return [self.say(conversation, said) for said in path]

    def say(self, conversation: str, said: dict[str, str]) -> list[dict]:
        """Says one thing and returns the messages of the answer."""
        body = {"conversation": conversation, "id": str(uuid.uuid4()), "metadata": {}, **said}
        answer = self.client.post("/webhooks/guide/messages", json=body)
        assert answer.status_code == 200, f"{said} after which: {answer.text}"
        return answer.json()["messages"]


def every_intent() -> list[str]:
    """Every intent that a rule leads to an answer."""
    rules = [
        rule
        for file in (ROOT / "data").rglob("*.yml")
        for rule in yaml.safe_load(file.read_text(encoding="utf-8")).get("rules") or []
    ]
    return sorted({rule["steps"][0]["intent"] for rule in rules if "intent" in rule["steps"][0]} - {"nlu_fallback"})


def words(messages: list[dict]) -> str:
    return "\n".join(message["text"] for message in messages)


def faults(messages: list[dict], before: list[dict] | None, said: str) -> list[str]:
    """What a visitor should not meet in an answer."""
    choices = messages[-1]["choices"]
    labels = [choice["label"] for choice in choices]
    found = [
        (not choices and said not in ENDS, "a dead end"),
        (bool(NOT_FOR_READING.search(" ".join([words(messages), *labels]))), "not for reading"),
        (before is not None and words(messages) == words(before), "the same text twice running"),
        (not all(labels), "a button without words"),
        (len(set(labels)) < len(labels), "two buttons alike"),
        (len(labels) > 4, "too many buttons"),
        (any(len(label) > LONGEST_LABEL for label in labels), "a button too long"),
        (any(not message["text"] and not message["cards"] for message in messages), "an empty message"),
    ]
    return [name for wrong, name in found if wrong]


@pytest.mark.long
@pytest.mark.parametrize("known", BEFORE)
def test_every_button_of_every_answer_leads_on(stack, known):
    walker, before = Walker(stack), BEFORE[known]
    wrong: list[str] = []
    seen: set[str] = set()
    steps = 0
    paths = deque([*before, {"choice": f"/{intent}"}] for intent in every_intent())
    while paths:
        path = paths.popleft()
        answers = walker.walk(path)
        steps += 1
        last, said = answers[-1], str(path[-1].get("choice"))
        earlier = answers[-2] if len(answers) > 1 else None
        wrong += [f"{fault}: {path} → {words(last)!r}" for fault in faults(last, earlier, said)]
        if words(last) in seen or said in ENDS:
            continue
        seen.add(words(last))
        paths.extend([*path, {"choice": choice["say"]}] for choice in last[-1]["choices"])
    print(f"{known}: {steps} presses, {len(seen)} different answers")
    assert wrong == []
    assert len(seen) > 150


def test_the_walker_can_find_fault():
    message = {"text": "Hi", "choices": [], "cards": []}
    button = {"label": "Yes", "say": "/affirm"}
    assert faults([message], None, "/greet") == ["a dead end"]
    assert faults([message | {"text": "Hi None", "choices": [button]}], None, "/greet") == ["not for reading"]
    assert faults([message | {"choices": [button]}], [message], "/greet") == ["the same text twice running"]
    assert faults([message | {"choices": [button, button]}], None, "/greet") == ["two buttons alike"]
