"""The pages and files of the widget come with strict headers, and nothing of them points elsewhere."""

import re

import pytest


@pytest.mark.parametrize("path", ["/", "/chat", "/widget.js", "/contacts", "/widget/main.js", "/widget/chat.css"])
def test_headers(client, path):
    got = client.get(path)
    assert got.status_code == 200
    policy = got.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/chat", "/widget.js", "/widget/chat.css"])
def test_no_third_party(client, path):
    assert not re.search(r"(?:src|href)=[\"']https?://|url\(https?:|@import", client.get(path).text)


def test_contacts_without_script(client):
    page = client.get("/contacts").text
    assert "tel:988" in page
    assert "<script" not in page


def test_health(client, guide):
    assert client.get("/healthz").json() == {"alive": "yes"}
    assert client.get("/readyz").status_code == 200
    guide.status = 503
    assert client.get("/readyz").json()["guide"] is False
    assert client.get("/readyz").status_code == 503


def test_the_transcript_reads_as_the_visitor_saw_it(talk, guide):
    guide.answer = {"messages": [{"text": "An answer.", "choices": [], "cards": [{"kind": "link", "text": "A card in words."}]}]}
    talk.post(text="my question")
    talk.until(lambda events: len(events) == 3)
    text = talk.get("/transcript").text
    assert text.index("my question") < text.index("An answer.") < text.index("A card in words.")
