"""A small screen: everything in view, nothing sideways, fingers find the targets, 200% text and 400% zoom."""

import pytest
from host_site import HostSite, shield
from playwright.sync_api import Browser, Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, open_panel, say

TARGETS = """() => [...document.querySelectorAll('button, a, textarea, input')].filter((node) => node.offsetParent)
  .map((node) => [node.textContent.trim() || node.id, node.getBoundingClientRect()]).filter(([, box]) => box.height < 44 && box.height > 0).map(([name, box]) => `${name} ${box.height}`)"""


def sideways(page: Page) -> bool:
    """Whether anything is wider than the screen."""
    return page.evaluate(
        "() => [document.documentElement, document.querySelector('#talk')].some((node) => node.scrollWidth > node.clientWidth)"
    )


def test_the_panel_covers_a_phone_and_closes_again(browser: Browser, gateway: StubGateway, host: HostSite) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    shield(context)
    page = context.new_page()
    page.goto(host.url)
    chat = open_panel(page)
    assert page.locator(".panel").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    for name in ("Leave this page", "Menu", "Close the chat", "Send"):
        expect(chat.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(chat.locator("#text")).to_be_in_viewport(ratio=1)
    assert page.frames[-1].evaluate(TARGETS) == []
    chat.get_by_role("button", name="Close the chat").click()
    expect(page.locator(".launcher")).to_be_focused()
    context.close()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 256)])
def test_nothing_is_wider_than_the_screen(chat: Page, width: int, height: int) -> None:
    chat.set_viewport_size({"width": width, "height": height})
    assert not sideways(chat)
    begin(chat)
    say(chat, "he hits me")
    expect(chat.locator("#log .card.care")).to_have_count(2)
    say(chat, "w" * 300)
    expect_answered(chat)
    assert not sideways(chat)
    chat.locator("#menu").click()
    chat.get_by_role("button", name="Text size").click()
    chat.get_by_label("Largest").check()
    assert not sideways(chat)


def test_text_twice_as_large_still_fits(chat: Page) -> None:
    chat.set_viewport_size({"width": 360, "height": 740})
    begin(chat)
    chat.evaluate("document.documentElement.style.fontSize = '200%'")
    say(chat, "signs")
    expect_answered(chat)
    assert not sideways(chat)
    for name in ("Leave this page", "Send"):
        expect(chat.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)


def test_a_long_answer_is_shown_from_its_beginning(chat: Page) -> None:
    chat.set_viewport_size({"width": 360, "height": 640})
    begin(chat)
    say(chat, "a long one")
    expect(chat.locator("#log")).to_contain_text("Part 11.")
    expect(chat.get_by_text("Part 0.")).to_be_in_viewport()
    chat.get_by_role("button", name="More below").click()
    expect(chat.get_by_role("button", name="More below")).to_be_hidden()


def test_what_comes_later_is_shown_too(chat: Page, gateway: StubGateway) -> None:
    chat.set_viewport_size({"width": 360, "height": 640})
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    gateway.only.message("representative", "Hello, I am Dana.")
    expect(chat.get_by_text("Hello, I am Dana.")).to_be_in_viewport()


def test_someone_who_reads_further_up_is_not_moved(chat: Page, gateway: StubGateway) -> None:
    chat.set_viewport_size({"width": 360, "height": 640})
    begin(chat)
    say(chat, "a long one")
    expect(chat.locator("#log")).to_contain_text("Part 11.")
    chat.evaluate("document.querySelector('#talk').scrollTop = 0")
    chat.wait_for_timeout(100)
    gateway.only.message("guide", "Something new", final=True)
    expect(chat.get_by_role("button", name="More below")).to_be_visible()
    assert chat.evaluate("document.querySelector('#talk').scrollTop") == 0


@pytest.mark.parametrize("width", [320, 360])
def test_the_headers_buttons_stand_in_one_row(browser: Browser, host: HostSite, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True)
    shield(context)
    page = context.new_page()
    page.goto(host.url)
    chat = open_panel(page)
    tops = {chat.locator(f"#{name}").bounding_box()["y"] for name in ("leave", "menu", "close")}
    assert len(tops) == 1
    context.close()
