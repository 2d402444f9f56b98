"""Through gateway, Rasa and action server, in people's own words: follow-ups, two questions, memory, venting, finding help."""

from __future__ import annotations

import pytest


def text_of(answer):
    return "\n".join(message["text"] for message in answer)


def labels_of(answer):
    return [choice["label"] for choice in answer[-1]["choices"] or []]


def ids_of(answer):
    return [card["id"] for message in answer for card in message["cards"] or []]


@pytest.mark.parametrize("words", ["why?", "like what?", "for example", "tell me more", "and then?"])
def test_a_bare_follow_up_stays_with_the_topic_at_hand(visitor, words):
    first = visitor.say("how do i set boundaries with my partner")
    more = visitor.say(words)
    assert more[-1]["topic"] == "boundaries"
    assert text_of(more) != text_of(first)


@pytest.mark.parametrize(
    ("before", "words", "topic"),
    [
        ("how do i set boundaries with him", "and if he won't?", "partner_ignores_boundaries"),
        ("what does couples therapy do", "and if he won't?", "partner_refuses"),
        ("how do i raise this with her", "and if she doesn't want to?", "partner_refuses"),
        ("can codependency be healed", "how long does that take?", "how_long"),
    ],
)
def test_a_follow_up_leads_to_the_fitting_topic(visitor, before, words, topic):
    visitor.say(before)
    assert visitor.say(words)[-1]["topic"] == topic


@pytest.mark.parametrize(
    ("words", "place"), [("the second one", 1), ("2", 1), ("the first one please", 0), ("the last one", -1), ("option 3", 2)]
)
def test_a_choice_is_taken_by_its_place(visitor, words, place):
    label = labels_of(visitor.say("what is codependency"))[place]
    by_place = visitor.say(words)
    visitor.say("start over")
    visitor.say("what is codependency")
    assert text_of(visitor.say(label)) == text_of(by_place)


def test_a_buttons_words_typed_with_a_slip_of_case_do_what_it_does(visitor):
    visitor.say("how do i say no without guilt")
    assert visitor.say("setting LIMITS")[-1]["topic"] == "boundaries"


def test_two_questions_in_one_message_are_both_taken_up(visitor):
    answer = visitor.say("What are the signs of codependency? And does insurance cover therapy?")
    assert "You also asked" in text_of(answer)
    other = labels_of(answer)[0]
    topics = {answer[-1]["topic"], visitor.press(other)[-1]["topic"]}
    assert topics == {"signs", "insurance"}


def test_what_was_said_is_used_told_and_forgotten(visitor):
    visitor.say("my husband Tom is drunk and i cried all day")
    assert "Alcohol or drugs are part of it" in labels_of(visitor.say("what are the signs of codependency"))
    told = text_of(visitor.say("what do you remember about me"))
    assert "Tom" in told
    assert "Alcohol or drugs" in told
    visitor.say("forget that")
    assert "Tom" not in text_of(visitor.say("what do you remember about me"))


def test_three_misses_end_at_a_person_and_no_line_comes_twice(visitor):
    said = [
        text_of(visitor.say(words)) for words in ("zxqv blorp wug", "flim wobble snark", "grumf nix plock", "blorp", "wug wug")
    ]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))


FEELS = [
    "im so exhausted from all this, how do i set boundaries with him",
    "i feel so alone, who can i talk to",
    "i feel guilty whenever i say no to her",
    "im terrified that he will leave me",
    "i am so ashamed that i need help",
    "im so angry at my husband i could scream",
    "i just feel so sad today",
    "im so confused, is this codependency or love",
    "i feel hopeless about us, can it be healed",
    "im so overwhelmed i dont know where to start",
    "im so worried about my daughter and her boyfriend",
    "i feel so resentful, i do everything and get nothing back",
    "im numb, i dont know who i am anymore",
    "im heartbroken since he left",
    "my husband drinks every night and i dont know what to do",
    "he moved out last week and i cant get over it",
    "i have been with my wife for nine years and i only ever do what she wants to do",
]
ASKS = [
    "what is EFT",
    "what is codependency",
    "does insurance cover therapy",
    "how long does it take to heal",
    "what are the signs of codependency",
    "how do i set boundaries",
    "individual or couples therapy",
    "what is the difference between caretaker and taker",
    "is codependency an addiction",
    "what happens in the first session",
    "what is CoDA",
    "can codependency be healed",
    "how much does it cost",
    "are you a bot",
    "is this private",
    "do you speak spanish",
    "what are treatment programs",
    "my partner is exhausted, what is caregiver burnout",
]


@pytest.mark.parametrize("words", FEELS)
def test_a_feeling_or_a_personal_detail_is_acknowledged_before_the_answer(visitor, words):
    answer = visitor.say(words)
    assert len(answer) >= 2, text_of(answer)
    assert len(answer[0]["text"].split()) <= 12


@pytest.mark.parametrize("words", ASKS)
def test_a_plain_question_is_answered_straight(visitor, words):
    assert len(visitor.say(words)) == 1


@pytest.mark.parametrize(
    "words",
    ["i just feel so alone in this marriage", "ugh what a day. cried in the car twice", "im so fed up with everything at home"],
)
def test_venting_gets_an_acknowledgement_and_one_offer(visitor, words):
    answer = visitor.say(words)
    assert len(answer) == 2
    assert len(labels_of(answer)) == 3


@pytest.mark.parametrize(
    ("words", "contact"),
    [
        ("find me a therapist in ohio", "psychology_today"),
        ("any free support groups near 44101", "coda"),
        ("a helpline in spanish please", "lifeline_988"),
        ("resources for families of alcoholics", "al_anon"),
        ("helplines in canada", "findahelpline"),
    ],
)
def test_help_is_found_by_need_and_place(visitor, words, contact):
    found = ids_of(visitor.say(words))
    assert contact in found
    assert len(found) <= 3


def test_the_state_is_asked_for_and_used(visitor):
    asked = visitor.say("show me resources for treatment")
    assert "state" in text_of(asked)
    assert "Ohio" in text_of(visitor.say("ohio"))


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("my boyfriend is jealous of everyone", {"after_infidelity"}),
        ("how do i trust him again", {"after_infidelity"}),
        ("should i get a divorce", {"breaking_up"}),
        ("my husband had an affair", {"after_infidelity"}),
        ("we havent had sex in two years", {"can_save_relationship"}),
        ("my mother in law is ruining our marriage", {"codependent_with_parent"}),
        ("we grew apart", {"relationship_other"}),
        ("i think i fell out of love with my wife", {"relationship_other", "can_save_relationship"}),
        ("we fight about who does the dishes", {"relationship_other", "communication", "rebalance_care"}),
    ],
)
def test_a_plain_relationship_question_gets_the_nearest_answer_and_a_person(visitor, words, topics):
    answer = visitor.say(words)
    assert answer[-1]["topic"] in topics
    assert "Talk to a person" in labels_of(answer)
