"""People's habits at the keyboard, and the limit of 2,000 characters."""

from playwright.sync_api import Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, expect_said_once, messages, say


def test_enter_sends_and_shift_enter_breaks_the_line(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    field = chat.locator("#text")
    field.focus()
    chat.keyboard.type("one")
    chat.keyboard.press("Shift+Enter")
    chat.keyboard.type("two")
    chat.keyboard.press("Enter")
    expect_answered(chat)
    assert gateway.said() == ["one\ntwo"]
    expect(field).to_have_value("")


def test_unsent_text_survives_a_reload(chat: Page) -> None:
    begin(chat)
    chat.locator("#text").fill("I am not sure how to say")
    chat.reload()
    expect(chat.locator("#text")).to_have_value("I am not sure how to say")


def test_a_text_that_is_too_long_is_kept_and_said_so(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    say(chat, "é" * 2003)
    expect(chat.get_by_text("This is 3 characters too long.")).to_be_visible()
    expect(chat.locator("#text")).to_have_attribute("aria-invalid", "true")
    assert gateway.sent == []
    say(chat, "é" * 2000)
    expect_answered(chat)
    assert len(gateway.said()[0]) == 2000


def test_an_empty_message_is_not_sent(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    say(chat, "  \n ")
    assert gateway.sent == []


def test_a_quick_reply_is_gone_once_used(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    chat.get_by_role("button", name="What are the signs?").click()
    expect(chat.get_by_role("button", name="What are the signs?")).to_have_count(0)
    expect_answered(chat)
    expect_said_once(chat, gateway, "What are the signs?")
    assert gateway.sent[0]["choice"] == "start-1"


def test_typing_the_words_of_a_quick_reply_is_choosing_it(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    say(chat, "what are the signs")
    expect_answered(chat)
    assert gateway.sent[0]["choice"] == "start-1"


def test_lists_are_lists_and_markup_is_words(chat: Page) -> None:
    begin(chat)
    say(chat, "<b>signs</b>")
    expect_answered(chat)
    expect(messages(chat, "guide").last.locator("ul > li")).to_have_count(4)
    expect(messages(chat, "visitor").locator(".bubble")).to_have_text("<b>signs</b>")
    expect(chat.locator("#log b")).to_have_count(0)


def test_an_answer_in_spanish_is_marked_as_spanish(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    card = {"kind": "contact", "name": "Línea 988", "why": "Apoyo en cualquier crisis.", "actions": [], "lang": "es", "text": ""}
    gateway.only.message("guide", "Esta guía solo responde en inglés.", cards=[card], final=True)
    expect(chat.locator(".bubble[lang=es]")).to_have_text("Esta guía solo responde en inglés.")
    expect(chat.locator(".card[lang=es]")).to_contain_text("Línea 988")
    assert chat.locator("html").get_attribute("lang") == "en"


def test_an_answer_can_be_rated(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    chat.get_by_role("group", name="Did this help?").get_by_role("button", name="Yes").click()
    expect(chat.get_by_text("Thank you for telling us.")).to_be_visible()
    assert gateway.feedback == [{"seq": 4, "helpful": True}]


def test_an_answer_about_danger_is_not_up_for_rating(chat: Page) -> None:
    begin(chat)
    say(chat, "he hits me")
    expect(chat.locator("#log .card.care")).to_have_count(2)
    expect(chat.get_by_text("Did this help?")).to_have_count(0)
    expect(chat.get_by_role("link", name="Call 1-800-799-7233")).to_have_attribute("href", "tel:+18007997233")
    expect(chat.get_by_role("link", name="Chat at thehotline.org (new tab)")).to_have_attribute("rel", "noopener noreferrer")


def test_a_person_is_asked_for_and_what_comes_is_said(chat: Page, gateway: StubGateway) -> None:
    begin(chat)
    gateway.faults.person = {"available": False, "opens_at": "2026-11-30T15:00:00Z"}
    chat.locator("#person").click()
    expect(chat.locator("#sheet")).to_contain_text("Nobody can be reached here right now. Someone is here again Monday")
    expect(chat.locator("#sheet").get_by_role("link", name="Call 988")).to_be_visible()


def test_the_transcript_can_be_read_and_saved(chat: Page) -> None:
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    chat.locator("#menu").click()
    chat.get_by_role("button", name="Transcript").click()
    expect(chat.locator("pre")).to_contain_text("visitor: signs")
    with chat.expect_download() as download:
        chat.get_by_role("button", name="Save as a file").click()
    assert "visitor: signs" in download.value.path().read_text()
