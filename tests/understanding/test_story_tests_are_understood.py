"""What visitors type in the story tests is understood as the stories say, so that they tell of real conversations."""

from __future__ import annotations

import pytest
import yaml
from conftest import ROOT

from launch.understand import topic_key


def typed() -> dict[str, str]:
    """Message → intent, over all story tests."""
    stories = [
        story
        for file in sorted((ROOT / "tests" / "stories").glob("*.yml"))
        for story in yaml.safe_load(file.read_text())["stories"]
    ]
    steps = [step for story in stories for step in story["steps"] if "user" in step]
    # What begins with a slash is the gateway's or a button's: nobody types it.
    return {step["user"].strip(): step["intent"] for step in steps if not step["user"].startswith("/")}


@pytest.mark.parametrize(("text", "intent"), typed().items())
def test_it_is_understood(reader, text, intent):
    found = reader.read(text)
    danger = f"report_{found['danger']['kind']}" if found["level"] == "act" else None
    assert intent in (danger, f"ask_{found['topic']}", found["topic"]), f"{text!r} → {topic_key(found['topic'])}"
