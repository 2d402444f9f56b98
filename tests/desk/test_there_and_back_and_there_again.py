"""Two browsers and the real stack: a visitor asks for a person, one comes, writes, gives back; and all of it once more."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from steps import ask_by_button, ask_in_words, hand_back, reply, sees, take, write


def test_there_back_and_there_again(desk: Page, visitor: Page) -> None:
    desk.evaluate("window.same = true")
    ask_in_words(visitor)
    expect(visitor.locator("#turn")).to_contain_text("You are number 1 in line.")
    expect(desk.locator("#queue")).to_contain_text("Waiting (1)")
    expect(desk).to_have_title(re.compile(r"^\(1\)"))
    assert desk.evaluate("window.same"), "live without reloading"
    take(desk)
    sees(visitor, "Ada, a representative, has joined")
    expect(visitor.locator("#turn")).to_contain_text("You are talking with Ada, a person.")

    desk.evaluate("window.same = true")
    desk.locator("#text").press_sequentially("Hel")
    expect(visitor.locator("#typing")).to_contain_text("Ada is writing")
    reply(desk, "Hello, I am Ada. What would help you most?")
    sees(visitor, "Hello, I am Ada. What would help you most?")
    expect(visitor.locator("#log .message.representative .who")).to_contain_text("Ada · a person")
    expect(desk.locator("#status")).to_contain_text("Your last message was read.")
    visitor.locator("#text").press_sequentially("I would")
    expect(desk.locator("#status")).to_contain_text("The visitor is writing")
    write(visitor, "I would like to know what treatment costs")
    expect(desk.locator("#log")).to_contain_text("I would like to know what treatment costs")
    assert desk.evaluate("window.same")

    hand_back(desk)
    sees(visitor, "You are no longer writing with a representative")
    sees(visitor, "Welcome back. I'm the guide, a bot.")
    visitor.get_by_role("group", name="How was this talk?").get_by_role("button", name="5").click()
    expect(visitor.get_by_text("Thank you for telling us.")).to_be_visible()
    write(visitor, "what is codependency")
    expect(visitor.locator("#log .message.guide")).to_have_count(4)

    ask_by_button(visitor)
    expect(desk.locator("#queue")).to_contain_text("Waiting (1)")
    take(desk)
    expect(visitor.locator("#turn")).to_contain_text("You are talking with Ada, a person.")
    reply(desk, "Here I am again.")
    sees(visitor, "Here I am again.")
    hand_back(desk)
    sees(visitor, "Hello again.")


def test_nothing_of_a_talk_with_a_person_reaches_the_guide(desk: Page, visitor: Page, stack) -> None:
    ask_in_words(visitor)
    take(desk)
    write(visitor, "my secret word is xylophonequartz")
    expect(desk.locator("#log")).to_contain_text("xylophonequartz")
    reply(desk, "and mine is marimbaquartz")
    hand_back(desk)
    sees(visitor, "Welcome back")
    kept = b"".join(file.read_bytes() for file in stack.folder.glob("guide.db*"))
    assert b"EXTERNAL_representative_left" in kept
    assert b"xylophonequartz" not in kept
    assert b"marimbaquartz" not in kept


def test_the_visitor_stops_waiting_with_one_tap(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    visitor.get_by_role("button", name="Stop waiting").click()
    sees(visitor, "You have left the line.")
    expect(desk.locator("#queue")).to_contain_text("Waiting (0)")
    write(visitor, "what is codependency")
    expect(visitor.locator("#log .message.guide").last).to_contain_text("odependen")


def test_the_visitor_decides_what_is_passed_on(desk: Page, visitor: Page) -> None:
    write(visitor, "how do i set boundaries with my mother")
    expect(visitor.locator("#log .message.guide")).not_to_have_count(1)
    ask_in_words(visitor)
    expect(visitor.locator("#brief textarea")).to_have_value("how do i set boundaries with my mother")
    take(desk)
    expect(desk.locator("#about")).to_contain_text("has not decided yet")
    expect(desk.locator("#about")).to_contain_text("boundaries")
    visitor.locator("#brief textarea").fill("I want to say no to my mother.")
    visitor.get_by_role("button", name="Yes, pass it on").click()
    expect(desk.locator("#about")).to_contain_text("I want to say no to my mother.")
    desk.reload()
    expect(desk.locator("#log .with-guide").first).to_be_visible()
    visitor.get_by_role("button", name="Change").click()
    visitor.get_by_role("button", name="No, do not pass it on").click()
    expect(desk.locator("#about")).to_contain_text("does not pass on")
    desk.reload()
    expect(desk.locator("#log .with-guide")).to_have_count(0)
    hand_back(desk)


def test_a_colleague_sees_and_takes_over(desk: Page, colleague: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    colleague.goto(desk.url)
    expect(colleague.get_by_text("Only Ada can reply.")).to_be_visible()
    expect(desk.locator("#status")).to_contain_text("Ben looks at this too.")
    desk.reload()
    desk.locator("#to").select_option(label="Ben")
    desk.get_by_role("button", name="Pass on").click()
    sees(visitor, "Ben, a representative, has taken over")
    expect(colleague.locator("#reply")).to_be_visible()
    reply(colleague, "Hello, I am Ben.")
    sees(visitor, "Hello, I am Ben.")
    colleague.locator("#outcome").select_option("helped")
    colleague.get_by_role("button", name="End", exact=True).click()
    sees(visitor, "The representative has ended this talk.")
    expect(visitor.locator("#composer")).to_be_hidden()


def test_a_ready_reply_and_a_contact(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    desk.locator("#ready").select_option(label="Hello")
    expect(desk.locator("#text")).to_have_value("Hello, I am Ada. Take your time.")
    desk.locator("#contact").select_option("lifeline_988")
    desk.get_by_role("button", name="Send").click()
    sees(visitor, "Hello, I am Ada. Take your time.")
    expect(visitor.locator("#log .card.contact").last).to_contain_text("988")
    desk.locator("#note").fill("Said they like mornings.")
    desk.get_by_role("button", name="Keep the note").click()
    expect(desk.locator("#notes")).to_contain_text("Said they like mornings.")
    visitor.reload()
    expect(visitor.locator("#log")).to_contain_text("Take your time.")
    expect(visitor.locator("#log")).not_to_contain_text("mornings")
    hand_back(desk)


def test_by_keyboard_alone(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    expect(desk.locator("#queue")).to_contain_text("Waiting (1)")
    desk.locator("#main").focus()
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("n")
    expect(desk.locator("#reply")).to_be_visible()
    desk.keyboard.press("r")
    desk.keyboard.type("From the keyboard.")
    desk.keyboard.press("Control+Enter")
    sees(visitor, "From the keyboard.")
    expect(desk.locator("#text")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.locator("#main").focus()
    desk.keyboard.press("g")
    expect(desk.locator("#hand-back")).to_be_focused()
    desk.keyboard.press("Enter")
    sees(visitor, "Welcome back")


def test_a_draft_survives_a_reload(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    with desk.expect_response("**/draft"):
        desk.locator("#text").press_sequentially("half a sentence")
    desk.reload()
    expect(desk.locator("#text")).to_have_value("half a sentence")
    hand_back(desk)


def test_danger_in_a_live_message_is_flagged_on_arrival(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    take(desk)
    write(visitor, "he put his hands around my neck last night")
    expect(desk.locator("#log .flag.act")).to_contain_text("Danger: Violence by a partner")
    expect(desk.locator("#crises")).to_contain_text("Is it safe for you to write now?")
    hand_back(desk)
    sees(visitor, "You're back with the guide, a bot.")


def test_danger_while_waiting_brings_contacts(desk: Page, visitor: Page) -> None:
    ask_in_words(visitor)
    write(visitor, "i want to kill myself")
    sees(visitor, "This sounds urgent")
    expect(visitor.locator("#log .card.contact").last).to_be_visible()
    expect(desk.locator("#queue .flag.act")).to_contain_text("Thoughts of suicide")
    visitor.get_by_role("button", name="Stop waiting").click()
    sees(visitor, "You have left the line.")
