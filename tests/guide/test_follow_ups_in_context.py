"""A few words mean what they mean at this place of the conversation."""

from __future__ import annotations

import pytest
from talk import FALLBACK, Talk

from actions import library


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.mark.parametrize("words", ["tell me more", "why?", "why is that", "how come"])
def test_a_bare_why_goes_deeper_into_the_topic_at_hand(talk, words):
    talk.hears("what are the signs", "ask_signs")
    talk.hears(words, "tell_me_more")
    assert talk.text == library.text("utter_signs_more")


@pytest.mark.parametrize("words", ["like what?", "for example", "such as", "can you give an example"])
def test_like_what_gets_an_example(talk, words):
    talk.hears("how do i set limits", "ask_boundaries")
    talk.hears(words, "tell_me_more")
    assert talk.text == library.text("utter_boundaries_again")


def test_an_example_is_given_once_and_then_the_topic_goes_deeper(talk):
    talk.hears("how do i set limits", "ask_boundaries")
    said = [talk.hears("like what?", "tell_me_more")[0].text for _ in range(3)]
    assert said[0] == library.text("utter_boundaries_again")
    assert said[1] == library.text("utter_boundaries_more")
    assert len(set(said)) == 3


@pytest.mark.parametrize(
    "words", ["and if he won't?", "what if she doesn't", "and if they don't?", "but if he says no", "what if he just laughs"]
)
@pytest.mark.parametrize("intent", ["ask_partner_refuses", FALLBACK])
def test_and_if_he_wont_is_about_what_was_talked_of(talk, words, intent):
    talk.hears("how do i set limits", "ask_boundaries")
    assert talk.hears(words, intent)[-1].topic == "partner_ignores_boundaries"
    talk.hears("what does therapy do", "ask_therapy_what")
    assert talk.hears(words, intent)[-1].topic == "partner_refuses"


def test_what_names_help_is_not_bent_to_limits(talk):
    talk.hears("how do i set limits", "ask_boundaries")
    assert talk.hears("what if he won't go to therapy", "ask_partner_refuses")[-1].topic == "partner_refuses"


def test_how_long_does_that_take_is_about_healing_after_a_topic_of_healing(talk):
    talk.hears("can it be healed", "ask_can_it_be_healed")
    assert talk.hears("how long does that take?", "ask_how_long")[-1].topic == "how_long"


def test_how_long_a_first_call_takes_is_not_known_and_said_so(talk):
    talk.hears("what is the free consultation", "ask_consultation")
    assert "don't know that" in talk.hears("how long does that take?", "ask_how_long")[-1].text
    assert "isn't something I know" in talk.hears("how long does it take?", "ask_how_long")[-1].text


def test_yes_does_what_the_first_button_does(talk):
    talk.hears("what are the signs", "ask_signs")
    first = next(iter(talk.last[-1].buttons))
    pressed = Talk()
    pressed.hears("what are the signs", "ask_signs")
    pressed.presses(first)
    talk.hears("yes", "affirm")
    assert talk.text == pressed.text


@pytest.mark.parametrize(
    ("words", "intent", "place"),
    [
        ("the second one", "choose_offer", 1),
        ("the second one", FALLBACK, 1),
        ("2", "choose_offer", 1),
        ("2", "out_of_scope", 1),
        ("b", "out_of_scope", 1),
        ("number three please", "choose_offer", 2),
        ("option 1", "choose_offer", 0),
        ("the first", "choose_offer", 0),
        ("the last one", "choose_offer", -1),
        ("the other one", "choose_offer", 1),
        ("tell me more about the second one", "tell_me_more", 1),
        ("ok lets do the third one", "affirm", 2),
    ],
)
def test_a_choice_can_be_pointed_at(talk, words, intent, place):
    talk.hears("what are the signs", "ask_signs")
    say = list(talk.last[-1].buttons.values())[place]
    expected = Talk()
    expected.slots = dict(talk.slots)
    expected.hears(say, say.removeprefix("/"))
    talk.hears(words, intent)
    assert talk.text == expected.text


def test_a_place_that_is_not_there_is_asked_back_with_the_same_buttons(talk):
    talk.hears("im 15", "report_minor_visitor")
    before = talk.labels
    talk.hears("the fourth one", "choose_offer")
    assert "which one" in talk.text
    assert talk.labels == before


@pytest.mark.parametrize("words", ["the second time he lied to me", "one of us is tired", "first we fought then he left"])
def test_a_number_in_a_sentence_points_at_nothing(talk, words):
    talk.hears("what are the signs", "ask_signs")
    talk.hears(words, FALLBACK)
    assert talk.last[-1].topic is None


@pytest.mark.parametrize("shout", [str, str.upper, str.lower, "{}.".format, "{}?".format])
def test_a_buttons_words_typed_do_what_it_does(talk, shout):
    talk.hears("what is codependency", "ask_what_is_codependency")
    for label, say in talk.last[-1].buttons.items():
        typed, pressed = Talk(), Talk()
        typed.slots, pressed.slots = dict(talk.slots), dict(talk.slots)
        typed.hears(shout(label), FALLBACK)
        pressed.hears(say, say.removeprefix("/"))
        assert typed.text == pressed.text


def test_typing_a_buttons_words_never_goes_before_danger(talk):
    talk.hears("what is codependency", "ask_what_is_codependency")
    talk.slots["offered"] = [{"label": "he hits me", "say": "/start_over"}]
    danger = {"kind": "partner_violence", "level": "act"}
    assert talk.hears("he hits me", "report_partner_violence", danger=danger)[-1].topic == "partner_violence"


def test_no_thanks_offers_something_else_than_what_was_declined(talk):
    talk.hears("how do i set limits", "ask_boundaries")
    declined = set(talk.last[-1].buttons.values()) - {"/request_human"}
    talk.hears("no thanks", "deny")
    offered = set(talk.last[-1].buttons.values())
    assert "fine" in talk.text
    assert offered
    assert not declined & offered


def test_a_change_of_topic_and_two_steps_back(talk):
    for words, intent in (("signs", "ask_signs"), ("limits", "ask_boundaries"), ("insurance", "ask_insurance")):
        talk.hears(words, intent)
    assert talk.hears("go back", "go_back")[-1].topic == "boundaries"
    first = talk.text
    assert talk.hears("go back", "go_back")[-1].topic == "signs"
    assert talk.text.split("“")[0] != first.split("“")[0]
    talk.presses("Read it once more")
    assert talk.text == library.text("utter_signs_again")


def test_going_back_with_nothing_before_shows_where_to_start(talk):
    assert "start" in talk.hears("go back", "go_back")[-1].text


def test_the_other_question_of_a_message_is_named_and_stands_first(talk):
    talk.hears("is it codependency and does insurance pay", "ask_am_i_codependent", second_topic="ask_insurance")
    assert "You also asked about something else: “Insurance”" in talk.text
    assert talk.labels[0] == "Insurance"
    assert "Talk to a person" in talk.labels
    assert talk.hears("yes please", "affirm")[-1].topic == "insurance"


def test_the_other_question_waits_where_danger_is_asked_about(talk):
    check = {"kind": "partner_violence", "level": "check"}
    talk.hears(
        "how do i set limits and whats insurance, he scares me", "ask_boundaries", second_topic="ask_insurance", danger=check
    )
    assert talk.labels == ["Yes", "No"]


def test_a_guess_that_was_one_of_two_is_asked_back(talk):
    talk.hears("mumble", FALLBACK, ("ask_signs", "ask_boundaries"))
    talk.hears("yes", "affirm")
    assert "which one" in talk.text
    assert talk.labels[:2] == ["Signs of codependency", "Setting limits"]


def test_yes_after_did_this_help_is_an_answer_to_that(talk):
    talk.hears("bye", "goodbye")
    talk.hears("yes", "affirm")
    assert talk.text == library.text("utter_helped")


def test_starting_over_puts_topics_aside_and_keeps_people_and_danger(talk):
    talk.hears("my wife drinks, what are the signs", "ask_signs")
    talk.hears("he hits me", "report_partner_violence", danger={"kind": "partner_violence", "level": "act"})
    talk.hears("start over", "start_over")
    assert (talk.memory.topic, talk.memory.times_given.get("signs")) == (None, None)
    assert talk.memory.violence_known
    assert talk.memory.addiction


def test_the_same_question_a_third_time_is_owned_with_other_guesses(talk):
    for _ in range(3):
        talk.hears("how do i set limits", "ask_boundaries", ("ask_saying_no_guilt", "ask_self_care"))
    assert "may not be what you meant" in talk.text
    assert talk.labels[:2] == ["Saying no without guilt", "Caring for myself"]
    said = talk.text
    talk.hears("how do i set limits", "ask_boundaries", ("ask_saying_no_guilt",))
    assert talk.text != said


def test_thats_not_what_i_asked_is_met_with_the_next_best_guesses(talk):
    talk.hears("limits or walls", "ask_boundaries", ("ask_boundaries_vs_walls", "ask_saying_no_guilt"))
    talk.hears("thats not what i asked", "ask_bot_frustration", ("tell_me_more",))
    assert talk.labels[:3] == ["Limits or walls?", "Saying no without guilt", "Talk to a person"]
