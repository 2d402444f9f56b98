"""Each failure of other handoffs that was reported to their makers, tried here with the real stack."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect
from steps import ask_in_words, hand_back, reply, sees, take, write


def texts(visitor: Page, author: str) -> list[str]:
    return visitor.locator(f"#log .message.{author} .bubble").all_inner_texts()


def test_message_lost_at_reconnect_and_state_change_missed(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    sees(visitor, "Ada, a representative, has joined")
    visitor.context.set_offline(True)
    write(visitor, "written while offline")
    reply(desk, "said while you were away")
    hand_back(desk)
    visitor.context.set_offline(False)
    sees(visitor, "said while you were away")
    sees(visitor, "You are no longer writing with a representative")
    expect(visitor.locator("#turn")).to_be_hidden()
    expect(visitor.locator("#log .message.visitor").last).to_contain_text("written while offline")


def test_duplicates(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    desk.locator("#text").fill("only once")
    desk.evaluate("for (let n = 0; n < 3; n++) document.querySelector('#reply').requestSubmit()")
    sees(visitor, "only once")
    write(visitor, "me too")
    expect(desk.locator("#log")).to_contain_text("me too")
    visitor.reload()
    desk.reload()
    expect(desk.locator("#log").get_by_text("me too")).to_have_count(1)
    expect(visitor.locator("#log").get_by_text("only once")).to_have_count(1)
    expect(visitor.locator("#log").get_by_text("me too")).to_have_count(1)
    hand_back(desk)


def test_bot_answers_after_handoff_late_reply_race(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    said = len(texts(visitor, "guide"))
    for text in ("what is codependency", "how do i set boundaries"):
        write(visitor, text)
        expect(desk.locator("#log")).to_contain_text(text)
    reply(desk, "It is me, Ada.")
    sees(visitor, "It is me, Ada.")
    assert len(texts(visitor, "guide")) == said
    hand_back(desk)


def test_stuck_paused_the_guide_answers_again(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    hand_back(desk)
    sees(visitor, "Welcome back")
    before = visitor.locator("#log .message.guide").count()
    write(visitor, "how long does it take to heal")
    expect(visitor.locator("#log .message.guide")).not_to_have_count(before)


def test_message_sent_while_waiting_reaches_the_person(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    write(visitor, "I wrote this while waiting")
    take(desk)
    expect(desk.locator("#log")).to_contain_text("I wrote this while waiting")
    hand_back(desk)


def test_ghost_shown_online_is_not(desk: Page, visitor: Page) -> None:
    desk.locator("select[name=status]").select_option("away")
    expect(desk.locator("select[name=status]")).to_have_value("away")
    visitor.locator("#person").click()
    expect(visitor.get_by_text("Nobody can be reached here right now.")).to_be_visible()
    with desk.expect_response("**/presence"):
        desk.locator("select[name=status]").select_option("here")


def test_guide_outage_strands_nobody_and_the_talk_goes_on(stack, desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    stack.kill("guide")
    try:
        write(visitor, "can you still hear me")
        expect(desk.locator("#log")).to_contain_text("can you still hear me")
        expect(desk.locator("#log")).to_contain_text("Not checked for danger")
        reply(desk, "Yes, I am here.")
        sees(visitor, "Yes, I am here.")
        hand_back(desk)
        sees(visitor, "You are no longer writing with a representative")
        visitor.locator("#person").click()
        visitor.get_by_role("button", name="Back to the chat").click()
        take(desk)
        sees(visitor, "Ada, a representative, has joined")
        hand_back(desk)
    finally:
        stack.start("guide")
        stack.wait_until_ready()
    sees(visitor, "Welcome back")


def test_gateway_crash_while_live_loses_nothing(stack, desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    reply(desk, "before the crash")
    sees(visitor, "before the crash")
    stack.kill("gateway")
    write(visitor, "written while it was down")
    time.sleep(1)
    stack.start("gateway")
    stack.wait_until_ready()
    expect(visitor.locator("#pending .message")).to_have_count(0)
    expect(desk.locator("#log")).to_contain_text("written while it was down")
    reply(desk, "after the crash")
    sees(visitor, "after the crash")
    hand_back(desk)


def test_two_people_do_not_reply_blind(desk: Page, colleague: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    expect(colleague.locator("#queue")).to_contain_text("Waiting (1)")
    where = colleague.locator("#queue a").first.get_attribute("href")
    colleague.goto(colleague.url.split("/desk")[0] + str(where))
    take(desk)
    expect(colleague.get_by_text("Only Ada can reply.")).to_be_visible()
    expect(colleague.locator("#reply")).to_have_count(0)
    hand_back(desk)


def test_history_is_not_read_out_again_by_a_screen_reader(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    reply(desk, "first")
    desk.evaluate(
        "window.added = []; new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach((node) =>"
        " node.textContent.trim() && window.added.push(node.textContent)))).observe(document.querySelector('#log'), {childList: true})"
    )
    write(visitor, "second")
    expect(desk.locator("#log")).to_contain_text("second")
    assert all("first" not in added for added in desk.evaluate("window.added"))
    hand_back(desk)
