"""What is not understood: two guesses, then put another way with a menu, then a person; never the same line twice running."""

from __future__ import annotations

import pytest
from talk import FALLBACK, Talk

GUESSES = ("ask_signs", "ask_boundaries", "ask_coda", "vent")


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_first_two_guesses_stand_as_buttons(talk):
    talk.hears("blorp", FALLBACK, GUESSES)
    assert talk.labels[:2] == ["Signs of codependency", "Setting limits"]
    assert "Talk to a person" in talk.labels


def test_then_it_is_put_another_way_with_a_menu(talk):
    for _ in range(2):
        talk.hears("blorp", FALLBACK, GUESSES)
    assert "another way" in talk.text
    assert len(talk.labels) == 4


def test_then_a_person_comes_first(talk):
    for _ in range(3):
        talk.hears("blorp", FALLBACK, GUESSES)
    assert talk.labels[0] == "Talk to a person"


@pytest.mark.parametrize("guesses", [(), GUESSES, ("vent", "deny")])
def test_no_line_stands_twice_running_however_long_it_goes_on(talk, guesses):
    said = [talk.hears("blorp", FALLBACK, guesses)[0].text for _ in range(8)]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))


def test_without_a_guess_the_first_step_is_left_out(talk):
    talk.hears("blorp", FALLBACK)
    assert "another way" in talk.text
    talk.hears("blorp", FALLBACK)
    assert talk.labels[0] == "Talk to a person"


def test_after_something_understood_it_begins_anew_in_other_words(talk):
    talk.hears("blorp", FALLBACK, GUESSES)
    talk.hears("signs", "ask_signs")
    talk.hears("blorp", FALLBACK, GUESSES)
    assert "one of these" in talk.text


@pytest.mark.parametrize("words", ["dose of zoloft", "who gets custody", "is he a narcissist", "whats the weather"])
def test_what_is_not_the_guides_is_declined_in_other_words_each_time_with_a_way_on(talk, words):
    said = []
    for _ in range(4):
        said += [message.text for message in talk.hears(words, "out_of_scope")]
        assert talk.labels
    assert all(one != other for one, other in zip(said, said[1:], strict=False))
