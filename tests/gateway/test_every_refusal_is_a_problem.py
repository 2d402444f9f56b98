"""Every error has one shape, says what to do, and holds nothing of what was sent."""

import uuid

import pytest


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


def test_a_notice_that_was_never_shown(client):
    refused(client.post("/api/conversations", json={"id": str(uuid.uuid4()), "notice": "old"}), 422)


@pytest.mark.parametrize(("method", "path"), [("GET", "/brief"), ("PUT", "/brief"), ("POST", "/callback")])
def test_what_is_not_built_yet_says_so(talk, method, path):
    refused(talk.client.request(method, talk.base + path, headers=talk.headers), 501)


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


def test_a_person_is_asked_for_honestly(talk):
    assert talk.post("/handoff").json() == {"available": False, "opens_at": None}
    assert talk.client.delete(talk.base + "/handoff", headers=talk.headers).json() == {"state": "guide"}
