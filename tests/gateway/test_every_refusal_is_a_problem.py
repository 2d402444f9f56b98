"""Every error has one shape, says what to do, and holds nothing of what was sent."""

import json
import uuid

import hypothesis
import pytest
from conftest import Talk, gateway
from hypothesis import strategies as st


def refused(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    return body


@pytest.mark.parametrize(
    "body",
    [{}, {"text": "a", "choice": "b"}, {"text": 5}, {"id": "no-uuid", "text": "a"}, {"text": "a", "unknown": 1}],
)
def test_a_wrong_message(talk, body):
    refused(talk.client.post(talk.base + "/messages", headers=talk.headers, json={"id": str(uuid.uuid4()), **body}), 422)


def test_a_body_that_is_no_json(talk):
    refused(talk.client.post(talk.base + "/messages", headers=talk.headers, content=b"{secret"), 422)


def test_a_body_that_is_too_large(talk):
    refused(talk.post(text="x" * 20_000), 413)


def test_too_fast_says_when_to_come_back(talk):
    got = [talk.post(text="a") for _ in range(22)]
    body = refused(got[-1], 429)
    assert int(got[-1].headers["retry-after"]) > 0
    assert "Wait" in body["detail"]


def test_too_many_conversations_from_one_address(client):
    notice = client.get("/api/site").json()["notice"]["id"]
    got = [client.post("/api/conversations", json={"id": str(uuid.uuid4()), "notice": notice}) for _ in range(6)]
    refused(got[-1], 429)


def test_the_detail_holds_nothing_of_what_was_sent(talk):
    for body in ({"text": ["xylophone"]}, {"choice": "xylophone"}, {"id": "xylophone", "text": "a"}):
        assert "xylophone" not in talk.post(**body).text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
FIELDS = st.sampled_from(["id", "text", "choice", "seq", "helpful", "rating", "comment", "notice", "page", "locale"])
NEARLY_RIGHT = st.fixed_dictionaries({"id": st.uuids().map(str), "text": st.text(max_size=50)})


@hypothesis.settings(
    max_examples=80, deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(
    st.sampled_from(["/messages", "/feedback", "/read"]),
    st.one_of(ANYTHING, st.dictionaries(FIELDS, ANYTHING), NEARLY_RIGHT),
)
def test_no_body_makes_a_fault(talk, path, body):
    got = talk.client.post(
        talk.base + path, headers={**talk.headers, "Content-Type": "application/json"}, content=json.dumps(body)
    )
    assert got.status_code in (202, 204, 422, 429), got.text


@pytest.mark.parametrize("asked", ["after=-1", "after=x", f"after={'9' * 40}", "wait=31", "wait=-1", "wait=nan", "wait=inf"])
def test_a_wrong_question_for_events(talk, asked):
    refused(talk.client.get(f"{talk.base}/events?{asked}", headers=talk.headers), 422)


def test_a_method_that_is_not_there(talk):
    refused(talk.client.patch(talk.base, headers=talk.headers), 405)


def test_a_conversation_that_has_ended(talk, change):
    change("UPDATE conversations SET state = 'ended'")
    assert refused(talk.post(text="hello"), 409)["type"].endswith("/ended")


def test_a_fault_of_ours_is_told_without_its_words(monkeypatch, settings, guide, capfd):
    async def fails(*_, **__):
        raise ValueError("xylophonequartz")

    monkeypatch.setattr("gateway.visitor.conversations.take_message", fails)
    with gateway(settings, guide, raise_server_exceptions=False) as client:
        got = Talk(client).post(text="xylophonequartz")
    assert "xylophonequartz" not in got.text
    assert refused(got, 500)["title"] == "Fault"
    written = "".join(capfd.readouterr())
    assert "visitor.py" in written, "where it arose is logged"
    assert "xylophonequartz" not in written


def test_a_notice_that_was_never_shown(client):
    refused(client.post("/api/conversations", json={"id": str(uuid.uuid4()), "notice": "old"}), 422)


@pytest.mark.parametrize(
    "body", [{}, {"seq": 1}, {"rating": 6}, {"seq": 1, "helpful": True, "rating": 3}, {"seq": 99, "helpful": True}]
)
def test_a_wrong_opinion(talk, body):
    refused(talk.post("/feedback", **body), 422)


def test_an_address_that_is_not_there(client):
    refused(client.get("/api/nothing"), 404)


def test_a_right_opinion_is_kept(talk):
    assert talk.post("/feedback", seq=1, helpful=False).status_code == 204
    assert talk.post("/feedback", rating=4, comment="kind").status_code == 204


def test_reading_and_typing(talk):
    assert talk.post("/read", seq=1).status_code == 204
    assert talk.post("/typing").status_code == 204
