"""Only a conversation's own token opens it; everything else is 404, as if it were not there."""

from conftest import Talk

WISH = {"name": "J", "channel": "email", "address": "j@example.org", "day": "2030-01-01", "time": "10:00", "zone": "UTC"}
WISH |= {"voicemail": False, "consent": "k"}
CALLS = (
    ("GET", "", None),
    ("GET", "/events", None),
    ("GET", "/transcript", None),
    ("GET", "/brief", None),
    ("PUT", "/brief", {"share": True}),
    ("POST", "/messages", {"id": "00000000-0000-4000-8000-000000000000", "text": "hello"}),
    ("POST", "/handoff", None),
    ("DELETE", "/handoff", None),
    ("GET", "/callback", None),
    ("POST", "/callback", WISH),
    ("DELETE", "/callback", None),
    ("POST", "/read", {"seq": 1}),
    ("POST", "/typing", None),
    ("POST", "/feedback", {"rating": 1}),
    ("DELETE", "", None),
)


def test_with_no_wrong_or_foreign_token(client, talk):
    other = Talk(client)
    bare = {"Authorization": talk.headers["Authorization"].removeprefix("Bearer ")}
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, bare, other.headers):
        for method, path, body in CALLS:
            got = client.request(method, talk.base + path, headers=headers, json=body)
            assert got.status_code == 404, (method, path)
            assert got.headers["content-type"] == "application/problem+json"


def test_the_token_is_not_in_the_store(client, talk, settings):
    token = talk.headers["Authorization"].removeprefix("Bearer ")
    files = [file for file in settings.folder.iterdir() if file.is_file()]
    assert all(token.encode() not in file.read_bytes() for file in files)


def test_a_choice_of_another_conversation_is_refused(client, talk):
    theirs = Talk(client).events()[0]["choices"][0]["id"]
    assert talk.post(choice=theirs).status_code == 422


def test_every_call_on_a_conversation_is_among_those_tried(client):
    described = client.get("/api/schema").json()["paths"]
    start = "/api/conversations/{conversation_id}"
    known = {
        (method.upper(), path.removeprefix(start))
        for path, calls in described.items()
        if path.startswith(start)
        for method in calls
    }
    assert known == {(method, path) for method, path, _ in CALLS}


def test_tokens_are_long_and_all_different(client):
    tokens = {Talk(client).headers["Authorization"] for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= len("Bearer ") + 64 for token in tokens)
