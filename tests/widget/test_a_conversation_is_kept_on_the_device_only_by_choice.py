"""The token is gone with the tab, unless the visitor keeps it on this device; never once violence is known."""

from collections.abc import Iterator

import pytest
from host_site import EXIT_SITE, shield, watch
from playwright.sync_api import Browser, BrowserContext, Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, kept, messages, say


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, because what is kept on it is the matter."""
    context = browser.new_context()
    shield(context)
    yield context
    context.close()


def tab(device: BrowserContext, gateway: StubGateway) -> Page:
    """A new tab with the chat."""
    page = device.new_page()
    page.problems = watch(page)  # type: ignore[attr-defined]
    page.goto(f"{gateway.url}/chat")
    return page


def choose(chat: Page, answer: str) -> None:
    """Goes through the menu and back."""
    chat.locator("#menu").click()
    chat.get_by_role("button", name="Keep on this device").click()
    chat.get_by_role("button", name=answer).click()
    chat.get_by_role("button", name="Back to the chat").click()


def on_device(chat: Page) -> dict[str, str]:
    """What stays when the tab is closed."""
    return chat.evaluate("() => ({...localStorage})")


def test_without_a_choice_nothing_stays(device: BrowserContext, gateway: StubGateway) -> None:
    chat = tab(device, gateway)
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    assert on_device(chat) == {}
    chat.close()
    expect(tab(device, gateway).get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_kept_by_choice_it_is_there_in_a_new_tab_and_no_text_lies_on_the_device(device: BrowserContext, gateway: StubGateway) -> None:
    chat = tab(device, gateway)
    begin(chat)
    say(chat, "zebra")
    expect_answered(chat)
    choose(chat, "Keep it here")
    chat.locator("#text").fill("half written")
    assert set(on_device(chat)) == {"guide.session", "guide.agreed"}
    assert "zebra" not in str(on_device(chat)) and "half" not in str(on_device(chat))
    chat.close()
    again = tab(device, gateway)
    expect(messages(again, "visitor")).to_have_count(1)
    say(again, "more")
    expect_answered(again, 2)
    assert len(gateway.conversations) == 1


@pytest.mark.parametrize("end", ["undone", "erased", "left", "gone"])
def test_it_is_no_longer_kept_after(device: BrowserContext, gateway: StubGateway, end: str) -> None:
    chat = tab(device, gateway)
    begin(chat)
    choose(chat, "Keep it here")
    if end == "undone":
        choose(chat, "Do not keep it")
    elif end == "erased":
        chat.locator("#menu").click()
        chat.get_by_role("button", name="Erase this conversation").click()
        chat.get_by_role("button", name="Yes, erase it").click()
        chat.get_by_role("heading", name="This conversation is erased.").wait_for()
    elif end == "gone":
        gateway.conversations.clear()
        say(chat, "hello")
        chat.get_by_role("heading", name="no longer here").wait_for()
    else:
        chat.get_by_role("button", name="Leave this page").click()
        chat.wait_for_url(EXIT_SITE)
    chat.close()
    again = tab(device, gateway)
    expect(again.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert on_device(again) == {}


def test_once_violence_is_known_it_is_not_offered(device: BrowserContext, gateway: StubGateway) -> None:
    chat = tab(device, gateway)
    begin(chat)
    say(chat, "he hits me")
    expect(chat.locator("#log .card.care")).to_have_count(2)
    chat.locator("#menu").click()
    expect(chat.get_by_role("button", name="Transcript")).to_be_visible()
    expect(chat.get_by_role("button", name="Keep on this device")).to_have_count(0)
    chat.reload()
    expect(chat.locator("#log .card.care")).to_have_count(2)
    chat.locator("#menu").click()
    expect(chat.get_by_role("button", name="Transcript")).to_be_visible()
    expect(chat.get_by_role("button", name="Keep on this device")).to_have_count(0)


def test_what_was_kept_is_taken_off_when_violence_becomes_known_and_the_visitor_is_told(
    device: BrowserContext, gateway: StubGateway
) -> None:
    chat = tab(device, gateway)
    begin(chat)
    choose(chat, "Keep it here")
    say(chat, "I am scared of him")
    expect(chat.get_by_text("no longer kept on this device")).to_have_count(1)
    assert on_device(chat) == {}
    assert "guide.session" in kept(chat), "in this tab the conversation goes on"


def test_where_the_browser_keeps_nothing_it_says_so(device: BrowserContext, gateway: StubGateway) -> None:
    chat = device.new_page()
    chat.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})")
    chat.goto(f"{gateway.url}/chat")
    begin(chat)
    chat.locator("#menu").click()
    chat.get_by_role("button", name="Keep on this device").click()
    chat.get_by_role("button", name="Keep it here").click()
    expect(chat.get_by_text("This browser cannot keep it.")).to_be_visible()
