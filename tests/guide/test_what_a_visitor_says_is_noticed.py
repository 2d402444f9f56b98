"""What a visitor says of the people in their story is noticed from plain words; what they did not say is not."""

from __future__ import annotations

import pytest

from actions.noticing import noticed_in

SAID = [
    ("my husband drinks every night", {"about": "partner", "addiction": True}),
    ("My husband Tom relapsed again", {"about": "partner", "name": "Tom", "addiction": True}),
    ("my alcoholic wife hides the bottles", {"about": "partner", "addiction": True}),
    ("she drinks and i do not know what to do", {"pronoun": "she", "addiction": True}),
    ("his drinking is getting worse", {"pronoun": "he", "addiction": True}),
    ("I'm in recovery and so is she", {"pronoun": "she", "addiction": True}),
    ("my partner says they are fine", {"about": "partner", "pronoun": "they"}),
    ("his name is sam", {"name": "Sam", "pronoun": "he"}),
    ("my wife Anna and I live together", {"about": "partner", "name": "Anna", "living": "together"}),
    ("Lu is my boyfriend", {"about": "partner", "name": "Lu"}),
    ("im worried about my daughter", {"about": "child", "stated": True}),
    ("asking for a friend", {"about": "friend", "stated": True}),
    ("this is about my sister", {"about": "relative", "stated": True}),
    ("its for myself", {"about": "self", "stated": True}),
    ("my mom calls me three times a day", {"about": "parent"}),
    ("my mother in law runs our life", {"about": "in_law"}),
    ("im the taker", {"about": "self", "role": "taker"}),
    ("she does everything for me", {"pronoun": "she", "role": "taker"}),
    ("i do everything and get nothing", {"role": "caretaker"}),
    ("i always put him first", {"pronoun": "he", "role": "caretaker"}),
    ("we dont live together anymore", {"living": "apart"}),
    ("he moved out in march", {"pronoun": "he", "living": "apart"}),
    ("we've been together 8 years", {"living": "together"}),
]
NOT_SAID = [
    ("he doesn't drink", "addiction"),
    ("does my husband have to be an alcoholic for this", "addiction"),
    ("neither of us drinks", "addiction"),
    ("codependency and drugs", "addiction"),
    ("im addicted to him", "addiction"),
    ("i am in recovery from codependency", "addiction"),
    ("he drinks coffee all day", "addiction"),
    ("her name is on the lease", "name"),
    ("MY HUSBAND DRINKS", "name"),
    ("My husband Never listens", "name"),
    ("what if im the taker", "role"),
    ("should we live together", "living"),
    ("if he left me i would fall apart", "living"),
    ("my husband says my mom is wrong, she is not", "pronoun"),
    ("he told her about me", "pronoun"),
    ("my husband is sweet", "pronoun"),
    ("my therapist says she sees a pattern", "pronoun"),
    ("what are the signs", "about"),
    ("we have two kids", "about"),
    ("/ask_signs", "about"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_it_is_noticed(text, expected):
    assert {key: value for key, value in noticed_in(text).__dict__.items() if value} == expected


@pytest.mark.parametrize(("text", "what"), NOT_SAID)
def test_it_is_not_made_up(text, what):
    assert not getattr(noticed_in(text), what)


@pytest.mark.parametrize("text", ["my husband is kind", "my wife is tired", "my boyfriend called"])
def test_a_word_for_a_partner_makes_no_pronoun_and_no_marriage(text):
    noticed = noticed_in(text)
    assert noticed.pronoun is None
    assert noticed.living is None
