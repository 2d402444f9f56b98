"""A place is a state in words or letters, a ZIP, or a country; nothing that may be something else becomes one."""

from __future__ import annotations

import pytest

from actions.places import is_abroad, place_in


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("therapist in ohio", "Ohio"),
        ("44101", "44101"),
        ("zip 02139-1234", "02139"),
        ("Columbus, OH", "Ohio"),
        ("we live in Kansas City, MO", "Missouri"),
        ("west virginia", "West Virginia"),
        ("tx", "Texas"),
        ("OK", "Oklahoma"),
        ("new york city", "New York"),
        ("helplines in canada", "Canada"),
        ("i'm in the uk", "the UK"),
        ("outside the US", "outside the US"),
    ],
)
def test_a_place_that_was_asked_for_is_read(text, place):
    assert place_in(text, expected=True) == place


@pytest.mark.parametrize("text", ["i live in texas with my wife", "help near 90210", "in TX", "my zip is 30303"])
def test_a_place_is_read_unasked_where_the_words_leave_no_doubt(text):
    assert place_in(text)


@pytest.mark.parametrize(
    "text", ["ok", "hi", "me", "or", "i am in love", "i owe 20000 dollars", "15000 people", "$20000", "call 1-800-799-7233"]
)
def test_a_word_or_a_sum_is_no_place_even_when_one_was_asked_for(text):
    assert place_in(text, expected=True) is None


@pytest.mark.parametrize(
    "text", ["my wife virginia left", "HELP ME IN THE HOUSE", "my ex georgia called", "we met at 12345 main st"]
)
def test_a_name_is_no_place(text):
    assert place_in(text) is None


def test_only_what_is_no_state_and_no_zip_is_abroad():
    assert is_abroad("Canada")
    assert not is_abroad("Ohio")
    assert not is_abroad("44101")
    assert not is_abroad(None)
