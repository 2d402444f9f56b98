"""The same message sent again gives the same number and one answer; choices work only as handed out."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

SOME_ID = "00000000-0000-4000-8000-000000000000"


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
    again = [client.post("/api/conversations", json=body).status_code for _ in range(8)]
    assert set(again) == {201}, "a retry is not counted as a new conversation"


def test_the_same_first_call_much_later_is_refused(client, talk, change):
    change("UPDATE conversations SET created_at = '2020-01-01 00:00:00.000000', client_id = ?", SOME_ID)
    notice = client.get("/api/site").json()["notice"]["id"]
    got = client.post("/api/conversations", json={"id": SOME_ID, "notice": notice})
    assert (got.status_code, got.json()["type"].rsplit("/", 1)[1]) == (409, "id-used")


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


def test_a_repeat_is_not_counted_as_too_fast(talk):
    message = str(uuid.uuid4())
    assert {talk.post(id=message, text="hello").status_code for _ in range(25)} == {202}


def test_many_at_once_are_all_taken_in_one_order(client, talk):
    with ThreadPoolExecutor(8) as threads:
        numbers = [got.json()["seq"] for got in threads.map(lambda place: talk.post(text=f"question {place}"), range(16))]
    assert len(set(numbers)) == 16
    events = talk.until(lambda events: sum(bool(line.get("in_reply_to")) for line in events) == 16)
    assert [line["in_reply_to"] for line in events if line.get("in_reply_to")] == sorted(numbers)
