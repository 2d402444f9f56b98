"""What is offered under an answer fits what is known: nothing risky, nothing sold in a crisis, and a long list is seen whole."""

from __future__ import annotations

import pytest
from talk import Talk

from actions import library
from actions.memory import Memory
from actions.next_steps import PERSON, may_offer, menu, next_steps

VIOLENCE = {"kind": "partner_violence", "level": "act"}
WAYS = library.topics()["how_to_overcome"].next
ASKED = sorted(topic.intent for topic in library.topics().values() if topic.intent.startswith("ask_"))
# Topics that the guide's own cautions name: not where violence is known, nothing sold in a crisis, no forms for the young.
RISKY = {"acknowledge_together", "boundaries", "communication", "individual_vs_couples", "saying_no_guilt", "family_workshops"}
SOLD = {"consultation", "insurance", "what_you_need_for_verification", "callback_schedule"}


@pytest.fixture
def talk() -> Talk:
    return Talk()


def offered(talk: Talk) -> set[str]:
    """The topics that the last answer's buttons lead to."""
    found = [library.topic_of_intent(say.removeprefix("/")) for say in talk.last[-1].buttons.values()]
    return {topic.key for topic in found if topic}


def test_without_anything_known_these_topics_are_offered():
    assert all(may_offer(key, Memory()) for key in RISKY | SOLD)


@pytest.mark.parametrize("intent", ASKED)
def test_where_violence_is_known_no_answer_leads_to_what_is_risky(talk, intent):
    talk.hears("he hits me", "report_partner_violence", danger=VIOLENCE)
    talk.hears("some words", intent)
    assert not offered(talk) & (RISKY | SOLD)
    assert PERSON in talk.last[-1].buttons.values()


@pytest.mark.parametrize("known", [{"crisis": "open"}, {"minor": True}])
def test_nothing_is_sold_in_a_crisis_or_to_the_young(known):
    memory = Memory(**known)
    for topic in library.topics().values():
        said = {choice.say for choice in [*next_steps(topic, memory, more=False), *menu(memory)]}
        assert not said & {library.topics()[key].say for key in SOLD}


def test_what_is_guarded_is_still_answered_when_it_is_asked_for(talk):
    talk.hears("he hits me", "report_partner_violence", danger=VIOLENCE)
    talk.hears("how do i set limits", "ask_boundaries")
    assert talk.text == library.text("utter_boundaries_safe")


def test_stepping_back_is_not_offered_while_somebody_is_in_danger():
    assert may_offer("rebalance_care", Memory())
    assert not may_offer("rebalance_care", Memory(crisis="open"))


def test_all_six_ways_stand_on_buttons_while_the_visitor_asks_for_more(talk):
    talk.hears("how do we break this", "ask_how_to_overcome")
    seen = offered(talk)
    while "Tell me more" in talk.labels:
        talk.presses("Tell me more")
        assert len(talk.labels) <= 4
        seen |= offered(talk)
    assert seen >= set(WAYS)


def test_a_visitor_who_takes_one_way_is_led_on_to_the_others(talk):
    talk.hears("how do we break this", "ask_how_to_overcome")
    talk.presses("Raising it with my partner")
    read = ["acknowledge_together"]
    for _ in WAYS[1:]:
        while "Tell me more" in talk.labels:
            talk.presses("Tell me more")
        way = next(key for key in WAYS if key not in read and key in offered(talk))
        talk.presses(library.topics()[way].label)
        read.append(way)
    assert set(read) == set(WAYS)


@pytest.mark.parametrize("key", sorted(key for key, topic in library.topics().items() if topic.intent.startswith("ask_")))
def test_each_next_step_of_a_topic_is_offered_sooner_or_later(talk, key):
    if key == "bot_frustration":
        pytest.skip("it offers what else a message may have meant")
    talk.hears("some words", library.topics()[key].intent)
    seen = offered(talk)
    while "Tell me more" in talk.labels:
        talk.presses("Tell me more")
        seen |= offered(talk)
    assert seen >= set(library.topics()[key].next)


def test_danger_leads_to_a_person_and_to_what_its_file_names(talk):
    talk.hears("he hits me", "report_partner_violence", danger=VIOLENCE)
    assert list(talk.last[-1].buttons.values()) == [PERSON, "/ask_privacy"]
    other = Talk()
    other.hears("im 15", "report_minor_visitor")
    assert list(other.last[-1].buttons.values()) == [PERSON, "/report_partner_violence"]
    third = Talk()
    third.hears("she took too many pills", "report_overdose_withdrawal")
    assert list(third.last[-1].buttons.values()) == [PERSON]
