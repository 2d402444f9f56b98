"""The way out: at once, by button or by Shift three times, with nothing left in the browser and nothing behind Back."""

import json

import pytest
from host_site import EXIT_SITE, HostSite
from playwright.sync_api import Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, kept, open_panel, say

SECRET = "He hits me"


def talk(chat: Page) -> None:
    """Something worth hiding: said, and half written."""
    begin(chat)
    say(chat, SECRET)
    expect(chat.locator("#log")).to_contain_text("National Domestic Violence Hotline")
    chat.locator("#text").fill("half written")


@pytest.mark.parametrize("way", ["button", "shift"])
def test_leaving_the_page_of_its_own(chat: Page, gateway: StubGateway, way: str) -> None:
    talk(chat)
    if way == "button":
        chat.get_by_role("button", name="Leave this page").click()
    else:
        chat.keyboard.press("Shift")
        chat.keyboard.press("Shift")
        chat.keyboard.press("Shift")
    chat.wait_for_url(EXIT_SITE)
    chat.go_back()
    assert SECRET not in chat.content()
    chat.goto(f"{gateway.url}/chat")
    chat.get_by_role("button", name="Start", exact=True).wait_for()
    assert SECRET not in chat.content()
    assert "half written" not in str(kept(chat)) and "session" not in str(kept(chat))


@pytest.mark.parametrize("way", ["button", "shift in the frame", "shift on the host page"])
def test_leaving_a_host_page(page: Page, host: HostSite, way: str) -> None:
    page.goto("about:blank")
    page.goto(host.url)
    chat = open_panel(page)
    talk(chat)
    if way == "button":
        chat.get_by_role("button", name="Leave this page").click()
    else:
        if way == "shift on the host page":
            page.locator("h1").click()
            assert page.evaluate("document.activeElement") is not None
            page.evaluate("document.activeElement.blur(); window.focus()")
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(EXIT_SITE)
    page.go_back()
    assert page.url == "about:blank"
    page.goto(host.url)
    assert page.evaluate("() => ({...sessionStorage})") == {}
    chat = open_panel(page)
    expect(chat.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert kept(page.frames[-1]) in ({}, {"guide.draft": '""'} | dict.fromkeys(("guide.outbox",), "[]"), {"guide.draft": '""'})


def test_the_screen_is_covered_before_the_next_site_answers(page: Page, host: HostSite) -> None:
    page.goto(host.url)
    talk(open_panel(page))
    page.evaluate(
        """() => { const cover = document.querySelector('#couples-rehab-guide').shadowRoot.querySelector('.cover');
        new MutationObserver(() => { const {width, height} = cover.getBoundingClientRect();
          sessionStorage.seen = JSON.stringify([cover.matches(':modal'), width, height, getComputedStyle(cover).backgroundColor]); })
        .observe(cover, {attributes: true}); }"""
    )
    page.frames[-1].evaluate("document.querySelector('#leave').click()")
    page.wait_for_url(EXIT_SITE)
    page.goto(host.url)
    assert json.loads(page.evaluate("sessionStorage.seen")) == [True, 1000, 760, "rgb(255, 255, 255)"]


def test_capital_letters_are_not_a_way_out(chat: Page) -> None:
    begin(chat)
    chat.locator("#text").focus()
    for _ in range(4):
        chat.keyboard.press("Shift+A")
    expect(chat.locator("#text")).to_have_value("AAAA")
    assert chat.url.endswith("/chat")


def test_slow_presses_are_not_a_way_out(chat: Page) -> None:
    begin(chat)
    at = "(stamp) => { for (const type of ['keydown', 'keyup']) { const event = new KeyboardEvent(type, {key: 'Shift'}); Object.defineProperty(event, 'timeStamp', {value: stamp}); dispatchEvent(event); } }"
    for stamp in (1000, 2000, 6001):
        chat.evaluate(at, stamp)
    chat.wait_for_timeout(200)
    assert chat.url.endswith("/chat")


def test_the_way_out_is_pointed_out_at_the_first_sign_of_danger_at_home(chat: Page) -> None:
    begin(chat)
    say(chat, "I am scared of him")
    expect(chat.get_by_text("You can leave fast")).to_have_count(1)
    say(chat, "signs")
    expect_answered(chat)
    say(chat, "he hits me")
    expect(chat.locator("#log .card.care")).to_have_count(4)
    expect(chat.get_by_text("You can leave fast")).to_have_count(1)
