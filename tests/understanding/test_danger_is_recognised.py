"""Danger, told from messages that were written apart from training: recall by kind and false alarms, with intervals."""

from __future__ import annotations

from math import sqrt

import pytest
from conftest import HERE, ROOT, danger_messages, too_like, topic_wordings

from nlu.danger_examples import written_examples
from nlu.plain_text import plain

KINDS = ("suicide_self_harm", "partner_violence", "child_danger", "sexual_assault", "overdose_withdrawal", "harm_others")
# Floors of the first version; the goals of the safety work are higher: see safety/README.md.
FLOOR_ACT, FLOOR_ANY, FLOOR_CHECK, MOST_FALSE_VENTS, MOST_FALSE_IDIOMS, MOST_FALSE_TOPICS = 0.75, 0.85, 0.70, 0.08, 0.12, 0.03


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share."""
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def levels(reader, name: str) -> list[str | None]:
    return [reader.read(text)["level"] for text in danger_messages(name)]


def shown(found: list[bool]) -> str:
    low, high = wilson(sum(found), len(found))
    return f"{sum(found)}/{len(found)} = {sum(found) / len(found):.1%} ({low:.1%} to {high:.1%})"


@pytest.mark.parametrize("kind", KINDS)
def test_act(reader, kind):
    found = levels(reader, f"act_{kind}")
    act, either = [level == "act" for level in found], [level is not None for level in found]
    missed = [text for text in danger_messages(f"act_{kind}") if reader.read(text)["level"] is None]
    assert sum(act) >= FLOOR_ACT * len(act), f"act {shown(act)}; missed: {missed}"
    assert sum(either) >= FLOOR_ANY * len(either), f"any {shown(either)}; missed: {missed}"


def test_check(reader):
    found = [level is not None for kind in KINDS for level in levels(reader, f"check_{kind}")]
    assert sum(found) >= FLOOR_CHECK * len(found), shown(found)


@pytest.mark.parametrize(("name", "most"), [("vents", MOST_FALSE_VENTS), ("idioms", MOST_FALSE_IDIOMS)])
def test_false_alarms(reader, name, most):
    found = [level == "act" for level in levels(reader, name)]
    alarms = [text for text in danger_messages(name) if reader.read(text)["level"] == "act"]
    assert sum(found) <= most * len(found), f"{shown(found)}: {alarms}"


def test_guide_topics_raise_no_alarm(reader):
    found = [reader.read(text)["level"] == "act" for texts in topic_wordings().values() for text in texts]
    assert sum(found) <= MOST_FALSE_TOPICS * len(found), shown(found)


def test_no_test_message_is_a_training_message(published):
    trained = [example.text for example in written_examples()]
    mine = [plain(text) for file in sorted((HERE / "danger").glob("*.txt")) for text in danger_messages(file.stem)]
    vectors, own = published.encode_many(trained), published.encode_many(mine)
    assert [text for text, vector in zip(mine, own, strict=True) if too_like(text, vector, trained, vectors)] == []


def test_the_figures_are_written_down(reader):
    rows = ["| messages | act | act or check |", "|---|---|---|"]
    for name in [f"{level}_{kind}" for level in ("act", "check") for kind in KINDS] + ["vents", "idioms"]:
        found = levels(reader, name)
        rows.append(
            f"| {name} | {shown([level == 'act' for level in found])} | {shown([level is not None for level in found])} |"
        )
    text = (
        "# Danger: what is seen\n\nOn messages written apart from training, with 95% Wilson intervals.\n\n"
        + "\n".join(rows)
        + "\n"
    )
    (ROOT / "results" / "danger.md").write_text(text)
    assert len(rows) == 16
