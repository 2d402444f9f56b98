"""Asking for a person works at the first ask, from any state; one comes, writes, and gives the talk back; and all of it again."""

import uuid

import pytest
from conftest import Talk, Worker, answers, wait_for

from gateway.problems import Problem


def states(talk):
    return [(line["state"], line["position"]) for line in talk.events() if line["event"] == "state"]


def test_nobody_there_is_said_at_once(talk):
    assert talk.ask().json() == {"available": False, "opens_at": None}
    assert talk.state() == "guide"
    talk.ask()
    assert talk.codes() == ["nobody_there", "callback_offer"], "with contacts and the form, and not twice"
    assert talk.events()[1]["cards"][0]["id"] == "emergency_911"
    assert talk.events()[2]["cards"][0]["kind"] == "callback_form"


def test_somebody_who_is_away_cannot_be_reached(client, talk):
    Worker(client, "Ann", here=False)
    assert talk.ask().json()["available"] is False


def test_in_line_at_once_with_a_place(talk, maria):
    asked = talk.ask()
    assert asked.status_code == 202
    assert (asked.json()["state"], asked.json()["position"], asked.json()["expected_wait_s"]) == ("waiting", 1, None)
    assert states(talk) == [("waiting", 1)]
    assert talk.codes() == ["handoff_asked"]


def test_asking_twice_is_asking_once(talk, maria):
    talk.ask()
    assert talk.ask().json()["state"] == "waiting"
    assert states(talk) == [("waiting", 1)]


def test_the_guides_own_order_asks_too(talk, guide, maria):
    guide.answer = {"messages": [{"text": "Asking."}], "orders": [{"do": "request_handoff", "reason": "asked"}]}
    talk.post(text="a person please")
    talk.until(lambda events: any(line.get("code") == "handoff_asked" for line in events))
    assert guide.heard[0]["metadata"]["representative"] == {"available": True, "opens_at": None}
    assert talk.state() == "waiting"


def test_the_guides_order_when_nobody_is_there_any_more(talk, guide):
    guide.answer = {"messages": [{"text": "Asking."}], "orders": [{"do": "request_handoff", "reason": "asked"}]}
    talk.post(text="a person please")
    talk.until(lambda events: any(line.get("code") == "callback_offer" for line in events))
    assert talk.codes() == ["nobody_there", "callback_offer"]
    assert talk.state() == "guide"


def test_leaving_the_line_is_one_call_and_the_guide_is_back(talk, guide, maria):
    talk.ask()
    assert talk.stop().json()["state"] == "guide"
    talk.post(text="hello")
    talk.until(answers)


def test_stopping_where_there_is_nothing_to_stop_changes_nothing(talk):
    assert talk.stop().json()["state"] == "guide"
    assert talk.codes() == []


def test_there_and_back_and_there_again(talk, guide, maria):
    for time in (1, 2):
        talk.ask()
        maria.take(talk)
        assert talk.get().json()["representative"] == {"name": "Maria"}
        maria.say(talk, "Hello, I am here.")
        maria.do("hand_back", talk)
        assert talk.state() == "guide"
        talk.until(lambda events, time=time: len(answers(events)) == time)
    assert [heard["fact"] for heard in guide.heard] == ["EXTERNAL_representative_left"] * 2
    assert talk.codes() == ["handoff_asked", "representative_joined", "representative_left"] * 2
    joined = next(line for line in talk.events() if line.get("code") == "representative_joined")
    assert joined["text"].startswith("Maria, a representative, has joined")


def test_the_fact_waits_while_the_guide_is_down_and_is_told_once(talk, guide, maria):
    talk.ask()
    maria.take(talk)
    guide.status = 503
    maria.do("hand_back", talk)
    wait_for(lambda: guide.heard)
    guide.status = 200
    talk.until(answers)
    assert len({heard["id"] for heard in guide.heard}) == 1


def test_the_visitor_can_leave_the_person(talk, maria):
    talk.ask()
    maria.take(talk)
    assert talk.stop().json()["state"] == "guide"
    with pytest.raises(Problem, match="not-yours"):
        maria.say(talk, "Wait")
    assert not [line for line in talk.events() if line.get("author") == "representative"]


def test_an_ended_conversation_takes_nothing_more(talk, maria):
    talk.ask()
    maria.take(talk)
    maria.do("end", talk, "helped")
    assert talk.post(text="more").status_code == 409
    assert talk.ask().status_code == 409
    assert talk.stop().json()["state"] == "ended"
    assert talk.codes()[-1] == "representative_ended"


def test_only_the_first_of_two_takes_it(client, talk, maria):
    other = Worker(client, "Ben")
    talk.ask()
    maria.take(talk)
    with pytest.raises(Problem, match="wrong-state"):
        other.take(talk)
    for move in (("hand_back",), ("end", "helped"), ("pass_on", other, 3)):
        with pytest.raises(Problem, match="not-yours"):
            other.do(move[0], talk, *move[1:])
    assert talk.get().json()["representative"] == {"name": "Maria"}


def test_a_colleague_takes_over(client, talk, maria):
    other = Worker(client, "Ben")
    talk.ask()
    maria.take(talk)
    maria.do("pass_on", talk, other, 3)
    assert talk.get().json()["representative"] == {"name": "Ben"}
    with pytest.raises(Problem, match="not-yours"):
        maria.say(talk, "Still me?")


@pytest.mark.parametrize("to", ["self", "away"])
def test_it_is_not_passed_to_somebody_who_cannot_have_it(client, talk, maria, to):
    other = maria if to == "self" else Worker(client, "Ben", here=False)
    talk.ask()
    maria.take(talk)
    with pytest.raises(Problem, match="colleague-not-here"):
        maria.do("pass_on", talk, other, 3)


def test_nobody_has_more_at_once_than_they_may(client, talk, maria):
    second, other = Talk(client), Worker(client, "Ben")
    for one in (talk, second):
        one.ask()
    maria.take(talk, 1)
    with pytest.raises(Problem, match="full"):
        maria.take(second, 1)
    other.take(second, 1)
    with pytest.raises(Problem, match="full"):
        maria.do("pass_on", talk, other, 1)


def test_an_outcome_that_is_none(talk, maria):
    talk.ask()
    maria.take(talk)
    with pytest.raises(Problem, match="invalid"):
        maria.do("end", talk, "whatever")
    assert talk.state() == "live"


def test_the_same_reply_sent_twice_is_said_once(talk, maria):
    talk.ask()
    maria.take(talk)
    message = str(uuid.uuid4())
    for _ in range(2):
        maria.do("say", talk, message, "Hello", [])
    assert len([line for line in talk.events() if line.get("author") == "representative"]) == 1


def test_whoever_is_in_danger_goes_first_then_whoever_waits_longest(client, guide, maria):
    first, second, third = Talk(client), Talk(client), Talk(client)
    guide.answer = {"messages": [{"text": "Call."}], "danger": {"kind": "partner_violence", "level": "act"}}
    third.post(text="he hits me")
    third.until(answers)
    for one in (first, second, third):
        one.ask()
    assert [one.get().json()["position"] for one in (first, second, third)] == [2, 3, 1]
    assert third.codes() == ["person_in_danger", "handoff_asked"]
    maria.tick()
    maria.take(third)
    maria.tick()
    assert states(first) == [("waiting", 1), ("waiting", 2), ("waiting", 1)], "told whenever the place changes"
    maria.tick()
    assert len(states(first)) == 3, "and only then"


def test_a_wait_is_guessed_from_the_latest_ones(client, maria, change):
    for number in range(5):
        with_wait = Talk(client)
        with_wait.ask()
        maria.take(with_wait)
        maria.do("end", with_wait, "helped")
        change(
            "UPDATE handoffs SET asked_at = '2026-11-24 10:00:00.000000', taken_at = ? WHERE conversation_id = ?",
            f"2026-11-24 10:0{number + 1}:00.000000",
            with_wait.id,
        )
    client.app.state.parts.limits.__init__(20, 50)  # a sixth visitor from here
    last = Talk(client)
    assert last.ask().json()["expected_wait_s"] == 180
