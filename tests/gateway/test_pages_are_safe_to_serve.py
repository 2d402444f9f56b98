"""The pages and files of the widget come with strict headers, and nothing of them points elsewhere."""

import re
from xml.etree import ElementTree

import pytest
from conftest import gateway

from gateway.widget_files import widget_files


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


@pytest.mark.parametrize("path", ["/", "/chat", "/widget.js", "/widget/main.js", "/widget/chat.css"])
def test_a_browser_asks_again_and_is_answered_in_short(client, path):
    first = client.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "frame-ancestors" in again.headers["content-security-policy"]
    assert client.get(path, headers={"If-None-Match": '"another"'}).content == first.content


@pytest.mark.parametrize(
    ("path", "kind"), [("/chat", "text/html"), ("/widget.js", "text/javascript"), ("/widget/chat.css", "text/css")]
)
def test_content_types(client, path, kind):
    assert client.get(path).headers["content-type"] == f"{kind}; charset=utf-8"


def test_every_page_has_its_icon_and_no_browser_looks_in_vain(client):
    for page in ("/", "/chat", "/contacts"):
        place = re.search(r'<link rel="icon" href="([^"]+)" type="image/svg\+xml">', client.get(page).text)
        assert place, page
        named, unasked = client.get(place[1]), client.get("/favicon.ico")
        assert named.status_code == unasked.status_code == 200
        assert named.content == unasked.content
        assert named.headers["content-type"].startswith("image/svg+xml")
        assert unasked.headers["content-type"].startswith("image/svg+xml")
    drawing = ElementTree.fromstring(named.content)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"script|href|url\(|style", named.text), "it draws, and does nothing else"


@pytest.mark.parametrize(
    "path",
    [
        "/widget/../gateway/settings.py",
        "/widget/%2e%2e/.env",
        "/widget/..%2fpyproject.toml",
        "/widget/",
        "/widget/README.md",
        "/widget/tsconfig.json",
    ],
)
def test_nothing_but_the_widgets_files_is_served(client, path):
    assert client.get(path).status_code == 404


def test_the_widgets_files_are_served_without_their_comments_but_with_their_licences(client, tmp_path):
    assert client.get("/widget/main.js").text.startswith("import{")
    assert "/*" not in client.get("/widget/chat.css").text
    (tmp_path / "a.js").write_text("/*! MIT */\n/** what it is for */\nlet link = `https://${a}//  b`; // why\n")
    served = widget_files(tmp_path)["a.js"].body.decode()
    assert "MIT" in served and "what it is for" not in served and "why" not in served
    assert "`https://${a}//  b`" in served


def test_only_the_owners_sites_may_embed_and_call(settings, guide):
    allowed, other = "https://clinic.example", "https://other.example"
    with gateway(settings.model_copy(update={"embed_origins": allowed}), guide) as client:
        assert client.get("/chat").headers["content-security-policy"].endswith(f"frame-ancestors 'self' {allowed}")
        assert client.get("/api/site", headers={"Origin": allowed}).headers["access-control-allow-origin"] == allowed
        assert "access-control-allow-origin" not in client.get("/api/site", headers={"Origin": other}).headers


def test_no_other_site_may_call_unless_set(client):
    assert "access-control-allow-origin" not in client.get("/api/site", headers={"Origin": "https://other.example"}).headers


def test_the_api_describes_itself_without_anything_from_elsewhere(client):
    described = client.get("/api/schema")
    assert {"/api/site", "/api/conversations/{conversation_id}/messages"} <= set(described.json()["paths"])


def test_what_a_visitor_wrote_is_kept_by_no_cache(talk):
    for path in ("", "/events", "/transcript"):
        assert talk.get(path).headers["cache-control"] == "no-store"


def test_the_site_call_stands_by_the_contract(client):
    site = client.get("/api/site").json()
    assert [card["id"] for card in site["emergency_contacts"]] == ["emergency_911", "lifeline_988", "domestic_violence_hotline"]
    assert all(
        {"kind", "name", "why", "hours", "languages", "actions", "text"} <= set(card) for card in site["emergency_contacts"]
    )
    assert site["representative"] == {"available": False, "opens_at": None}
    assert "30 days" in site["notice"]["text"]
    assert "bot" in site["opening_line"]


def test_the_snapshot_stands_by_the_contract(talk):
    snapshot = talk.get().json()
    assert snapshot.pop("expires_at").endswith("Z")
    assert snapshot == {"state": "guide", "position": None, "representative": None, "last_seq": 1}


def test_contacts_without_script(client):
    page = client.get("/contacts").text
    assert "tel:988" in page
    assert "<script" not in page


def test_health(client, guide):
    assert client.get("/healthz").json() == {"alive": "yes"}
    assert client.get("/readyz").status_code == 200
    guide.status = 503
    assert client.get("/readyz").json() == {"store": True, "guide": False, "actions": True}
    assert client.get("/readyz").status_code == 503


def test_the_transcript_reads_as_the_visitor_saw_it(talk, guide):
    guide.answer = {"messages": [{"text": "An answer.", "choices": [], "cards": [{"kind": "link", "text": "A card in words."}]}]}
    talk.post(text="my question")
    talk.until(lambda events: len(events) == 3)
    text = talk.get("/transcript").text
    assert text.index("my question") < text.index("An answer.") < text.index("A card in words.")
