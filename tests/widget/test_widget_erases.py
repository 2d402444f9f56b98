"""Erase really erases, asks first, and says so."""

from playwright.sync_api import Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, kept, messages, say


def erase(chat: Page, answer: str) -> None:
    """Goes through the menu."""
    chat.locator("#menu").click()
    chat.get_by_role("button", name="Erase this conversation").click()
    chat.get_by_role("button", name=answer).click()


def test_a_visitor_erases_the_conversation(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    say(chat, "zebra")
    expect_answered(chat)
    erase(chat, "Yes, erase it")
    expect(chat.get_by_role("heading", name="This conversation is erased.")).to_be_focused()
    assert gateway.only.erased
    assert "zebra" not in chat.content()
    assert "zebra" not in str(kept(chat)) and gateway.only.token not in str(kept(chat))


def test_after_erasing_a_new_one_can_be_started(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    erase(chat, "Yes, erase it")
    chat.get_by_role("button", name="Start a new conversation").click()
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    assert len(gateway.conversations) == 2


def test_after_the_end_a_new_one_can_be_started(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.only.add("state", state="ended", position=None, expected_wait_s=None, representative=None)
    chat.get_by_role("button", name="Start a new conversation").click()
    begin(chat)
    expect(chat.locator("#text")).to_be_visible()
    assert len(gateway.conversations) == 2


def test_erasing_can_be_thought_over(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    erase(chat, "No, keep it")
    expect(messages(chat, "guide")).to_have_count(1)
    assert not gateway.only.erased


def test_erased_elsewhere_is_erased_here(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    conversation = gateway.only
    with conversation.changed:
        conversation.erased = True
        conversation.changed.notify_all()
    expect(chat.get_by_role("heading", name="This conversation is erased.")).to_be_visible()


def test_a_failed_erasing_is_said(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    chat.locator("#menu").click()
    chat.get_by_role("button", name="Erase this conversation").click()
    gateway.faults.down = True
    chat.get_by_role("button", name="Yes, erase it").click()
    expect(chat.get_by_text("could not be erased just now")).to_be_visible()
    gateway.faults.down = False
    chat.get_by_role("button", name="Yes, erase it").click()
    expect(chat.get_by_role("heading", name="This conversation is erased.")).to_be_visible()
