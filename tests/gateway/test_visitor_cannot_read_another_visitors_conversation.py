"""Only a conversation's own token opens it; everything else is 404, as if it were not there."""

from conftest import Talk


def test_with_no_wrong_or_foreign_token(client, talk):
    other = Talk(client)
    for headers in ({}, {"Authorization": "Bearer wrong"}, other.headers):
        for method, path in (("GET", ""), ("GET", "/events"), ("GET", "/transcript"), ("DELETE", ""), ("POST", "/handoff")):
            got = client.request(method, talk.base + path, headers=headers)
            assert got.status_code == 404, (method, path)
            assert got.headers["content-type"] == "application/problem+json"


def test_the_token_is_not_in_the_store(client, talk, settings):
    token = talk.headers["Authorization"].removeprefix("Bearer ")
    files = [file for file in settings.folder.iterdir() if file.is_file()]
    assert all(token.encode() not in file.read_bytes() for file in files)


def test_a_choice_of_another_conversation_is_refused(client, talk):
    theirs = Talk(client).events()[0]["choices"][0]["id"]
    assert talk.post(choice=theirs).status_code == 422
