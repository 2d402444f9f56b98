"""Every state of the chat, and how to get there, for looking at and for axe."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from stub_gateway import CARD_988, StubGateway
from visitor_steps import begin, expect_answered, messages, say


def _opened(page: Page, gateway: StubGateway) -> None:
    page.goto(f"{gateway.url}/chat")
    page.get_by_role("button", name="Start", exact=True).wait_for()


def _greeted(page: Page, gateway: StubGateway) -> None:
    _opened(page, gateway)
    begin(page)


def notice(page: Page, gateway: StubGateway) -> None:
    _opened(page, gateway)


def unreachable(page: Page, gateway: StubGateway) -> None:
    gateway.faults.site_down = True
    page.goto(f"{gateway.url}/chat")
    page.get_by_text("cannot be reached").wait_for()


def greeting(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)


def answered(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    say(page, "What are signs of codependency?")
    expect_answered(page)


def typing(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    gateway.faults.answer_after = 5
    say(page, "Is this love or something else?")
    expect(page.locator("#typing")).to_be_visible()


def not_sent(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    gateway.faults.fail_messages = 99
    say(page, "I do not know where to start")
    page.get_by_text("Not sent yet.").wait_for()


def offline(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    page.context.set_offline(True)
    say(page, "Is anybody there?")
    page.get_by_text("You are offline").wait_for()


def guide_slow(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    gateway.faults.slow_notice = gateway.faults.mute = True
    say(page, "Can you help me?")
    expect(page.locator("#log .card")).to_have_count(2)


def danger(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    say(page, "I am scared of what he does when he drinks")
    expect(page.locator("#log .card.care")).to_have_count(2)


def person(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    say(page, "I want to talk to somebody")
    expect_answered(page)
    gateway.only.add("state", state="live", position=None, expected_wait_s=None, representative={"name": "Dana"})
    gateway.only.message("notice", "Dana, a person, has joined.", code="representative_joined")
    gateway.only.message("representative", "Hello, I am Dana. I read what you wrote. Take your time.")
    expect(messages(page, "representative")).to_have_count(1)


def waiting(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    gateway.only.add("state", state="waiting", position=2, expected_wait_s=180, representative=None)
    page.get_by_text("number 2").wait_for()


def ended(page: Page, gateway: StubGateway) -> None:
    answered(page, gateway)
    gateway.only.add("state", state="ended", position=None, expected_wait_s=None, representative=None)
    page.get_by_text("This conversation has ended.").wait_for()


def other_cards(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    cards = [CARD_988, {"kind": "link", "label": "Read the guide", "to": "https://example.org/guide", "text": ""}]
    cards.append({"kind": "keepsake", "title": "Your boundary", "lines": ["When you shout, I leave the room."], "text": ""})
    cards.append({"kind": "chart", "title": "x", "bars": [], "text": "Saying no: 3 of 4"})
    gateway.only.message("guide", "Here is what may help:", cards=cards, final=True)
    expect(page.locator("#log .card")).to_have_count(4)


def too_long(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    page.locator("#text").fill("I need to say a lot. " * 100)
    page.get_by_text("too long").wait_for()


def _menu(page: Page, gateway: StubGateway, item: str | None = None) -> None:
    answered(page, gateway)
    page.locator("#menu").click()
    page.get_by_role("heading", name="Menu").wait_for()
    if item:
        page.get_by_role("button", name=item).and_(page.locator(".item")).click()
        page.get_by_role("heading", name=item).wait_for()


def menu(page: Page, gateway: StubGateway) -> None:
    _menu(page, gateway)


def nobody_there(page: Page, gateway: StubGateway) -> None:
    gateway.faults.person = {"available": False, "opens_at": "2026-11-30T15:00:00Z"}
    _menu(page, gateway, "Talk to a person")


def transcript(page: Page, gateway: StubGateway) -> None:
    _menu(page, gateway, "Transcript")


def text_size(page: Page, gateway: StubGateway) -> None:
    _menu(page, gateway, "Text size")


def erase(page: Page, gateway: StubGateway) -> None:
    _menu(page, gateway, "Erase this conversation")


def privacy(page: Page, gateway: StubGateway) -> None:
    _menu(page, gateway, "Privacy")


def erased(page: Page, gateway: StubGateway) -> None:
    erase(page, gateway)
    page.get_by_role("button", name="Yes, erase it").click()
    page.get_by_role("heading", name="This conversation is erased.").wait_for()


def two_hundred(page: Page, gateway: StubGateway) -> None:
    _greeted(page, gateway)
    for n in range(100):
        gateway.only.message("visitor", f"Question {n}", id=f"x{n}")
        gateway.only.message("guide", f"Answer {n}.", final=True, topic="signs", in_reply_to=n)
    page.get_by_text(re.compile("^Answer 99")).wait_for()


STATES: list[Callable[[Page, StubGateway], None]] = [
    notice, unreachable, greeting, answered, typing, not_sent, offline, guide_slow, danger, person, waiting, ended, other_cards, too_long,
    menu, nobody_there, transcript, text_size, erase, privacy, erased, two_hundred,
]  # fmt: skip
