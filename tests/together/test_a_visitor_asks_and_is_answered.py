"""Through gateway, Rasa and action server: real questions, right answers, and the conversation around them."""

from __future__ import annotations


def texts(answer):
    return [message["text"] for message in answer]


def test_a_plain_question_is_answered_straight(visitor):
    answer = visitor.say("what is codependency")
    assert [message["topic"] for message in answer] == ["what_is_codependency"]
    assert answer[-1]["final"]
    assert answer[-1]["choices"]


def test_a_question_with_a_feeling_is_acknowledged_first(visitor):
    answer = visitor.say("im so exhausted from all this, how do i set boundaries with him")
    assert len(answer) == 2
    assert answer[-1]["topic"] == "boundaries"


def test_tell_me_more_goes_to_the_end_of_a_topic_and_says_so(visitor):
    said = texts(visitor.say("what are the signs of codependency"))
    for _ in range(4):
        said += texts(visitor.say("tell me more"))
    assert len(set(said[:4])) == 4, "each layer is new"
    assert "That's all I have on this one" in said[3]


def test_the_same_question_twice_gets_other_words(visitor):
    first, second, third = (texts(visitor.say("how long does it take to heal"))[-1] for _ in range(3))
    assert len({first, second, third}) == 3


def test_a_topic_change_and_a_return(visitor):
    visitor.say("what is codependency")
    visitor.say("does insurance cover this")
    assert visitor.say("go back")[-1]["topic"] == "what_is_codependency"


def test_three_misses_in_a_row_end_at_a_person(visitor):
    answers = [visitor.say(text)[-1] for text in ("zxqv blorp wug", "flim wobble snark", "grumf nix plock")]
    if all(answer["topic"] is None for answer in answers):
        assert len({answer["text"] for answer in answers}) == 3
    assert any(choice["label"] == "Talk to a person" for choice in answers[-1]["choices"])


def test_a_button_does_what_it_says(visitor):
    assert visitor.press("Does healing mean breaking up?")[-1]["topic"] == "breaking_up"


def test_yes_follows_the_first_offer_and_no_presses_nothing(visitor):
    visitor.say("what are the signs of codependency")
    assert visitor.say("yes please")[-1]["topic"] == "signs"
    assert "fine" in visitor.say("no thanks")[-1]["text"]


def test_a_next_step_that_is_not_there_yet_is_left_out(visitor):
    labels = [choice["label"] for choice in visitor.say("what is codependency")[-1]["choices"]]
    assert all(label and "_" not in label for label in labels)


def test_asking_for_a_person_is_answered_honestly_with_contacts(visitor):
    answer = visitor.say("can i talk to a real person")[-1]
    assert answer["topic"] == "request_human"
    assert 1 <= len(answer["cards"]) <= 3
    assert all(card["why"] and card["text"] and card["actions"] for card in answer["cards"])


def test_helplines_are_shown_on_request(visitor):
    cards = visitor.say("show me helplines")[-1]["cards"]
    assert 1 <= len(cards) <= 3


def test_a_leading_slash_is_not_a_command(visitor):
    answer = visitor.say("/report_suicide_self_harm")
    assert all(message["topic"] != "request_human" for message in visitor.say("/EXTERNAL_anything"))
    assert answer


def test_erasing_by_word_erases(visitor):
    visitor.say("delete this chat")
    visitor.send("yes, erase it")
    for _ in range(100):
        if visitor.client.get(visitor.base, headers=visitor.headers).status_code == 404:
            return
        import time

        time.sleep(0.1)
    raise AssertionError("still there")
