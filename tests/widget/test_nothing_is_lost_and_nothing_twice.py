"""What the visitor writes and what the guide says arrives once, in order, whatever happens on the way."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, expect_said_once, messages, say


def test_the_202_is_lost_and_the_stream_comes_first(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.lose_202 = 2
    say(chat, "Was it my fault")
    expect_answered(chat)
    expect_said_once(chat, gateway, "Was it my fault")


def test_the_202_is_lost_where_nothing_streams(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.buffer_stream = True
    gateway.cut_streams()
    gateway.faults.lose_202 = 1
    say(chat, "Was it my fault")
    expect(messages(chat, "guide")).to_have_count(3, timeout=10000)
    expect_said_once(chat, gateway, "Was it my fault")
    assert len({body["id"] for body in gateway.sent}) == 1


def test_offline_in_the_middle_of_sending(chat: Page, gateway: StubGateway, context: BrowserContext) -> None:
    begin(chat)
    context.set_offline(True)
    say(chat, "first")
    say(chat, "second")
    expect(chat.get_by_text("You are offline")).to_be_visible()
    expect(chat.get_by_text("Not sent yet.").first).to_be_visible()
    context.set_offline(False)
    expect_answered(chat, 2)
    expect_said_once(chat, gateway, "first", "second")
    expect(chat.get_by_text("You are offline")).to_be_hidden()


def test_a_message_that_fails_is_shown_as_not_sent_and_can_be_tried_again(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.fail_messages = 99
    say(chat, "Please read this")
    again = chat.get_by_role("button", name="Try again")
    again.wait_for()
    gateway.faults.fail_messages = 0
    again.click()
    expect_answered(chat)
    expect_said_once(chat, gateway, "Please read this")


def test_the_gateway_restarts_in_the_middle_of_an_answer(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.answer_after = 0.6
    say(chat, "one")
    expect(messages(chat, "visitor")).to_have_count(1)
    gateway.restart()
    expect_answered(chat)
    say(chat, "two")
    expect_answered(chat, 2)
    expect_said_once(chat, gateway, "one", "two")


def test_the_gateway_is_gone_for_a_while_and_the_visitor_is_told(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.down = True
    gateway.cut_streams()
    say(chat, "Hello?")
    expect(chat.get_by_text("Not sent yet.")).to_be_visible()
    expect(chat.get_by_text("Reconnecting")).to_be_visible()
    gateway.faults.down = False
    expect_answered(chat)
    expect_said_once(chat, gateway, "Hello?")
    expect(chat.get_by_text("Reconnecting")).to_be_hidden()


def test_a_proxy_that_buffers_is_got_round_by_long_polling(page: Page, gateway: StubGateway) -> None:
    gateway.faults.buffer_stream = True
    page.goto(f"{gateway.url}/chat")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(messages(page, "guide")).to_have_count(1, timeout=10000)
    say(page, "Can you hear me")
    expect_answered(page)
    expect_said_once(page, gateway, "Can you hear me")
    assert any(re.search(r"/events\?after=\d+&wait=\d+$", path) for _, path in gateway.calls)


def test_a_guide_that_is_slow_is_not_shown_as_writing(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.mute = True
    say(chat, "Can you help me")
    expect(messages(chat, "visitor")).to_have_count(1)
    gateway.only.type()
    expect(chat.locator("#typing")).to_be_visible()
    gateway.only.message("notice", "This takes longer than it should.", code="guide_slow", cards=[])
    gateway.only.type()  # the stream may say so once more
    expect(chat.get_by_text("This takes longer")).to_be_visible()
    expect(chat.locator("#typing")).to_be_hidden()
    gateway.only.message("notice", "The guide is back.", code="guide_back", cards=[])
    expect(chat.get_by_text("The guide is back.")).to_be_visible()
    gateway.only.type()
    expect(chat.locator("#typing")).to_be_visible()


def test_a_reload_in_the_middle_of_sending(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.fail_messages = 99
    say(chat, "Not sent before the reload")
    expect(chat.locator("#pending")).to_contain_text("Not sent before the reload")
    chat.reload()
    expect(chat.locator("#pending")).to_contain_text("Not sent before the reload")
    gateway.faults.fail_messages = 0
    expect_answered(chat)
    expect_said_once(chat, gateway, "Not sent before the reload")


def test_the_answer_to_the_creation_is_lost(chat: Page, gateway: StubGateway) -> None:
    chat.route("**/api/conversations", lambda route: (route.fetch(), route.abort()), times=1)
    say(chat, "Hello there")
    expect_answered(chat)
    expect_said_once(chat, gateway, "Hello there")
    assert len({body["id"] for body in gateway.created}) == 1


def test_a_conversation_that_is_gone_gives_unsent_words_back(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.conversations.clear()
    say(chat, "I wrote this for a long time")
    expect(chat.get_by_role("heading", name="no longer here")).to_be_visible()
    expect(chat.locator("#text")).to_have_value("I wrote this for a long time")


def test_a_tab_that_was_hidden_catches_up(browser: Browser, gateway: StubGateway) -> None:
    context = browser.new_context()  # the clock is the whole context's
    chat = context.new_page()
    chat.clock.install()
    chat.goto(f"{gateway.url}/chat")
    begin(chat)
    hide(chat, True)
    chat.clock.run_for(31000)
    gateway.only.message("guide", "Said while you were away", final=True)
    chat.wait_for_timeout(300)
    expect(messages(chat, "guide")).to_have_count(1)
    hide(chat, False)
    chat.clock.run_for(2000)
    expect(messages(chat, "guide")).to_have_count(2)
    context.close()


def hide(page: Page, hidden: bool) -> None:
    """Makes the page believe that its tab is hidden, or shown."""
    page.evaluate(
        "(hidden) => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )
