"""What a visitor and a representative do, in words, for the tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def write(visitor: Page, text: str) -> None:
    """The visitor writes and sends."""
    visitor.locator("#text").fill(text)
    visitor.locator("#text").press("Enter")


def sees(visitor: Page, text: str) -> None:
    """The visitor has it on the screen."""
    expect(visitor.locator("#log").get_by_text(text).last).to_be_visible()


def ask_in_words(visitor: Page) -> None:
    """Asks the guide for a person."""
    write(visitor, "can i talk to a real person please")
    sees(visitor, "You are in line for a representative")


def ask_by_button(visitor: Page) -> None:
    """Presses the button under the composer and closes the page that it opens."""
    visitor.locator("#person").click()
    visitor.get_by_role("button", name="Back to the chat").click()


def take(desk: Page) -> None:
    """Takes the first in line."""
    desk.locator("#take-next").click()
    expect(desk.locator("#reply")).to_be_visible()


def reply(desk: Page, text: str) -> None:
    """The representative writes and sends with the keyboard."""
    desk.locator("#text").fill(text)
    desk.locator("#text").press("Control+Enter")
    expect(desk.locator("#log").get_by_text(text)).to_be_visible()


def hand_back(desk: Page) -> None:
    """Gives the conversation back to the guide."""
    desk.get_by_role("button", name="Give back to the guide").click()
    expect(desk.get_by_role("heading", name="Talks")).to_be_visible()
