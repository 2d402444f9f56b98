"""Nothing is stored before the visitor has agreed."""

from playwright.sync_api import Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, expect_said_once, kept, say


def test_the_notice_says_what_is_kept_and_nothing_is_created_yet(chat: Page, gateway: StubGateway) -> None:
    start = chat.locator("#start")
    for words in (
        "This is a bot",
        "What is kept: Your messages and the answers, for 30 days.",
        "Privacy policy",
        "Call 911",
        "Call 988",
    ):
        expect(start).to_contain_text(words)
    assert [path for _, path in gateway.calls] == ["/api/site"]
    assert not any(key.endswith(("session", "agreed")) for key in kept(chat))


def test_start_creates_the_conversation_under_that_notice(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    assert [body["notice"] for body in gateway.created] == ["notice-1"]


def test_the_first_message_is_agreement_too(chat: Page, gateway: StubGateway) -> None:
    say(chat, "Hello there")
    expect_answered(chat)
    expect_said_once(chat, gateway, "Hello there")
    assert len(gateway.conversations) == 1


def test_after_erasing_the_notice_comes_first_again(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.conversations.clear()
    say(chat, "Still there?")
    expect(chat.get_by_role("heading", name="no longer here")).to_be_visible()
    chat.locator("#text").press("Enter")
    expect(chat.locator("#start")).to_contain_text("This is a bot")
    expect(chat.locator("#text")).to_have_value("Still there?")
    assert len(gateway.created) == 1


def test_where_the_gateway_cannot_be_reached_the_visitor_is_told_and_it_comes_back_by_itself(
    page: Page, gateway: StubGateway
) -> None:
    gateway.faults.site_down = True
    page.goto(f"{gateway.url}/chat")
    expect(page.get_by_text("cannot be reached right now")).to_be_visible()
    expect(page.get_by_role("link", name="Helplines")).to_be_visible()
    gateway.faults.site_down = False
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_what_is_written_before_the_gateway_answers_is_not_lost(page: Page, gateway: StubGateway) -> None:
    gateway.faults.site_down = True
    page.goto(f"{gateway.url}/chat")
    expect(page.get_by_text("cannot be reached right now")).to_be_visible()
    say(page, "Are you there")
    expect(page.locator("#text")).to_have_value("Are you there")
