"""The same message sent again gives the same number and one answer; choices work only as handed out."""

import uuid

import pytest


def answered(events):
    return any(line.get("in_reply_to") for line in events)


def test_three_times_the_same_id(talk, guide):
    message = str(uuid.uuid4())
    assert {talk.post(id=message, text="hello").json()["seq"] for _ in range(3)} == {2}
    talk.until(answered)
    assert len(guide.heard) == 1


def test_the_same_first_call_gives_the_same_conversation(client):
    notice = client.get("/api/site").json()["notice"]["id"]
    body = {"id": str(uuid.uuid4()), "notice": notice}
    first, second = (client.post("/api/conversations", json=body).json() for _ in range(2))
    assert first == second


def test_the_greeting_comes_first_with_choices(talk):
    first = talk.events()[0]
    assert (first["seq"], first["author"], first["final"]) == (1, "guide", True)
    assert len(first["choices"]) == 4
    assert all(set(choice) == {"id", "label"} for choice in first["choices"]), "what a choice says is never shown"


def test_an_open_choice_is_heard_as_what_it_says(talk, guide):
    choice = talk.events()[0]["choices"][0]
    talk.post(choice=choice["id"])
    talk.until(answered)
    assert guide.heard[0]["choice"] == "/ask_what_is_codependency"
    assert talk.events()[1]["text"] == choice["label"]


def test_a_choice_that_is_no_longer_open_is_taken_as_its_label(talk, guide):
    choice = talk.events()[0]["choices"][0]
    talk.post(text="something else")
    talk.post(choice=choice["id"])
    talk.until(lambda events: sum(bool(line.get("in_reply_to")) for line in events) == 2)
    assert guide.heard[1]["text"] == choice["label"]


def test_answers_come_in_order(talk, guide):
    guide.delay = 0.05
    numbers = [talk.post(text=f"question {place}").json()["seq"] for place in range(5)]
    events = talk.until(lambda events: sum(bool(line.get("in_reply_to")) for line in events) == 5)
    assert [line["in_reply_to"] for line in events if line.get("in_reply_to")] == numbers
    assert [line["seq"] for line in events] == list(range(1, len(events) + 1))


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_text_of_the_wrong_length_is_refused(talk, text):
    refused = talk.post(text=text)
    assert refused.status_code == 422
    assert "1 to 2000" in refused.json()["detail"]


def test_two_thousand_characters_are_taken(talk):
    assert talk.post(text="x" * 2000).status_code == 202
