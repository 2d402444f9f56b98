"""What a visitor does, in words, for the tests."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect
from stub_gateway import StubGateway

ANSWER = "Does any of these sound like you?"
Place = Page | FrameLocator


def begin(chat: Place) -> None:
    """Agrees to the notice and waits for the greeting."""
    chat.get_by_role("button", name="Start", exact=True).click()
    expect(messages(chat, "guide")).to_have_count(1)


def say(chat: Place, text: str) -> None:
    """Writes and sends."""
    field = chat.locator("#text")
    field.fill(text)
    field.press("Enter")


def messages(chat: Place, author: str) -> Locator:
    """What stands in the log by an author."""
    return chat.locator(f"#log .message.{author}")


def expect_answered(chat: Place, times: int = 1) -> None:
    """The guide has answered so many questions."""
    expect(chat.locator("#log").get_by_text(ANSWER)).to_have_count(times)


def expect_said_once(chat: Place, gateway: StubGateway, *texts: str) -> None:
    """Each text stands once, in this order, on the screen and in the gateway's log, and nothing is on its way."""
    expect(messages(chat, "visitor").locator(".bubble")).to_have_text(list(texts))
    expect(chat.locator("#pending .message")).to_have_count(0)
    assert gateway.said() == list(texts)


def open_panel(page: Page) -> FrameLocator:
    """Opens the widget on a host page."""
    page.get_by_role("button", name="Chat with our guide").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Start", exact=True).wait_for()
    return frame


def kept(chat: Page) -> dict[str, str]:
    """What the tab's storage holds."""
    return chat.evaluate("() => ({...sessionStorage, ...localStorage})")
