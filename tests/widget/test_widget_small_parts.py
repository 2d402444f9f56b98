"""The pure parts, run in the browser they are made for."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from stub_gateway import WIDGET, StubGateway


@pytest.fixture
def module(page: Page, gateway: StubGateway) -> Any:
    """Runs an expression with a module's exports as `m`."""
    page.goto(f"{gateway.url}/widget/words.js")  # a page of the origin that runs nothing of ours
    return lambda name, script: page.evaluate(f"async () => {{ const m = await import('/widget/{name}'); return {script}; }}")


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_events_are_read_whatever_the_pieces_they_come_in(module: Any, step: int) -> None:
    stream = (
        r"': hello\n\nid: 7\nevent: message\ndata: {\"a\":\ndata: 1}\n\nevent: heartbeat\r\ndata:{}\r\n\r\nid: 8\n\ndata: last'"
    )
    script = f"(() => {{ const p = new m.SseParser(), s = {stream}, all = []; for (let i = 0; i < s.length; i += {step}) all.push(...p.push(s.slice(i, i + {step}))); return all; }})()"
    assert module("sse.js", script) == [{"type": "message", "data": '{"a":\n1}', "id": "7"}, {"type": "heartbeat", "data": "{}"}]


def test_text_becomes_paragraphs_and_lists(module: Any) -> None:
    found = module("text.js", r"m.blocks('One\ntwo\n\nThree:\n- a\n- b\nFour - not a list\n\n-nor this')")
    assert found == [
        {"kind": "paragraph", "text": "One\ntwo"},
        {"kind": "paragraph", "text": "Three:"},
        {"kind": "list", "items": ["a", "b"]},
        {"kind": "paragraph", "text": "Four - not a list"},
        {"kind": "paragraph", "text": "-nor this"},
    ]


def test_a_made_id_is_a_uuid(module: Any) -> None:
    ids = module("outbox.js", "Array.from({length: 50}, m.newId)")
    assert len(set(ids)) == 50
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", id) for id in ids)


@pytest.mark.parametrize("colour", ["[255, 217, 160]", "[23, 96, 90]", "[255, 255, 0]"])
def test_a_sites_colour_is_made_readable(module: Any, colour: str) -> None:
    assert module("colour.js", f"m.contrast(m.readable({colour}, [255, 253, 249], [29, 39, 51]), [255, 253, 249])") >= 4.5


def test_only_addresses_that_call_text_or_open_become_links(module: Any) -> None:
    script = "['javascript:alert(1)', 'http://x.org', 'data:text/html,x', 'tel:988', 'https://x.org'].map((to) => Boolean(m.actionLink({label: 'x', to})))"
    assert module("cards.js", script) == [False, False, False, True, True]


def test_every_label_that_is_used_is_there_and_every_label_is_used() -> None:
    words = set(re.findall(r"^  (\w+):", (WIDGET / "words.en.js").read_text(), re.MULTILINE))
    sources = "\n".join(
        path.read_text() for path in WIDGET.iterdir() if path.suffix in {".js", ".html"} and not path.name.startswith("words.")
    )
    quoted = set(re.findall(r"""['"](\w+)['"]""", sources)) | {"erased_more", "gone_more"}
    asked = set(re.findall(r"say\('(\w+)'", sources)) | set(re.findall(r"""data-(?:say|label)="(\w+)\"""", sources))
    assert asked - words - {"ready"} <= {"exit", "site", "close", "unread", "conversation"}
    assert words - quoted == set()


def test_what_main_needs_is_fetched_at_once() -> None:
    needed, todo = set(), ["main.js"]
    while todo:
        found = set(re.findall(r"^import .* from '\./(.+?)';", (WIDGET / todo.pop()).read_text(), re.MULTILINE)) - needed
        needed |= found
        todo += found
    assert set(re.findall(r'modulepreload" href="/widget/(.+?)"', (WIDGET / "chat.html").read_text())) == needed


def test_each_file_says_what_it_is_for() -> None:
    for path in sorted(Path(WIDGET).glob("*.js")):
        assert path.read_text().startswith("/**"), path.name
