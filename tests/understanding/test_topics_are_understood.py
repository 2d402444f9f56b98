"""Topics, told from wordings that were written apart from training; each number has its floor."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from conftest import ROOT, too_like, topic_wordings, training_wordings

FLOOR_FIRST, FLOOR_TWO, FLOOR_REFUSED, MOST_LOST, MOST_LOST_BY_MISSPELLING = 0.90, 0.96, 0.95, 0.04, 0.07
MOST_TOO_LIKE = 0.05  # plain questions are put alike by chance
TRAINED = set(training_wordings().values())
WORDINGS = {key: texts for key, texts in topic_wordings().items() if key in TRAINED}
CASES = [(key, text) for key, texts in WORDINGS.items() if key != "out_of_scope" for text in texts]


def share(hits) -> float:
    hits = list(hits)
    return sum(hits) / len(hits)


def note(line: str) -> None:
    """Adds a figure to the page that the first test begins."""
    with (ROOT / "results" / "topics.md").open("a") as file:
        file.write(f"\n{line}\n")


def misspelt(text: str, random_: random.Random) -> str:
    """One slip of the finger in about every fifth longer word."""
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 3 and random_.random() < 0.2:
            at = random_.randrange(1, len(word) - 1)
            slips = (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
            words[place] = random_.choice(slips)
    return " ".join(words)


def test_every_topic_has_wordings():
    few = {key: len(WORDINGS.get(key, [])) for key in TRAINED if key in topic_wordings() and len(WORDINGS[key]) < 12}
    assert few == {}


def test_first_and_second_guess(reader):
    first = share(reader.read(text)["topic"] == key for key, text in CASES)
    two = share(key in reader.read(text)["two"] for key, text in CASES)
    wrong = Counter((key, reader.read(text)["topic"]) for key, text in CASES if reader.read(text)["topic"] != key)
    table = [
        "| topic | taken for | times |",
        "|---|---|---|",
        *(f"| {key} | {topic} | {n} |" for (key, topic), n in wrong.most_common(40)),
    ]
    summary = f"{len(CASES)} wordings of {len(WORDINGS)} topics, written apart. First guess {first:.1%}, first two {two:.1%}.\n\n"
    (ROOT / "results").mkdir(exist_ok=True)
    (ROOT / "results" / "topics.md").write_text("# What is taken for what\n\n" + summary + "\n".join(table) + "\n")
    assert first >= FLOOR_FIRST, summary
    assert two >= FLOOR_TWO, summary


def test_few_are_lost_to_not_understood(reader):
    lost = share(reader.read(text)["topic"] in ("nlu_fallback", "out_of_scope") for _, text in CASES)
    note(f"Lost to not understood or out of scope: {lost:.1%}.")
    assert lost <= MOST_LOST


def test_what_is_not_the_guides_is_refused(reader):
    texts = WORDINGS["out_of_scope"]
    assert len(texts) >= 200
    refused = share(reader.read(text)["topic"] in ("out_of_scope", "nlu_fallback") for text in texts)
    note(f"Refused of {len(texts)} messages that are not the guide's: {refused:.1%}.")
    assert refused >= FLOOR_REFUSED


def test_misspelling_costs_little(reader):
    random_ = random.Random(5)
    right = share(reader.read(text)["topic"] == key for key, text in CASES)
    right_misspelt = share(reader.read(misspelt(text, random_))["topic"] == key for key, text in CASES)
    note(f"Misspelt copies lose {right - right_misspelt:.1%}.")
    assert right - right_misspelt <= MOST_LOST_BY_MISSPELLING


def test_no_test_wording_is_a_training_wording(published):
    trained, mine = list(training_wordings()), [text for _, text in CASES]
    vectors, own = published.encode_many(trained), published.encode_many(mine)
    bad = [text for text, vector in zip(mine, own, strict=True) if too_like(text.lower(), vector, trained, vectors)]
    assert len(bad) <= MOST_TOO_LIKE * len(mine), f"{len(bad)} too like training: {bad}"


def test_a_look_up_of_the_nearest_wording_does_worse(reader, published):
    """Else the test would only measure how alike the two sets of wordings are."""
    known = training_wordings()
    trained, mine = published.encode_many(list(known)), published.encode_many([text for _, text in CASES])
    topics = list(known.values())
    nearest = share(topics[int(place)] == key for place, (key, _) in zip((mine @ trained.T).argmax(1), CASES, strict=True))
    ours = share(reader.read(text)["topic"] == key for key, text in CASES)
    note(f"A look-up of the nearest training wording (published encoder) gets {nearest:.1%}.")
    assert nearest < ours - 0.03, f"nearest {nearest:.1%}, ours {ours:.1%}"


@pytest.mark.parametrize(
    "text",
    ["someone called me codependent and i had to look it up", "how much longer should i give it ive been at it for a year"],
)
def test_the_likeness_check_can_fail(published, text):
    trained = [*list(training_wordings())[:50], text]
    vectors = published.encode_many([*trained, text + " now"])
    assert too_like(text + " now", vectors[-1], trained, vectors[:-1])
