"""From opening to the answer without a mouse."""

from host_site import HostSite
from playwright.sync_api import Page, expect
from visitor_steps import expect_answered, messages


def focused(page: Page) -> str:
    """Name of what has the focus, also within the launcher and the frame."""
    script = "() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.id || at?.textContent.trim() || at?.tagName }"
    outer = page.evaluate(script)
    inner = [frame for frame in page.frames if frame != page.main_frame]
    return inner[0].evaluate(script) if outer == "IFRAME" or (inner and outer == "couples-rehab-guide") else outer


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses a key until something has the focus."""
    for _ in range(15):
        if focused(page) == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} was not reached, the focus is on {focused(page)}")


def test_a_question_is_asked_and_answered_by_keyboard(page: Page, host: HostSite) -> None:
    page.goto(host.url)
    page.get_by_role("button", name="Chat with our guide").wait_for()
    tab_to(page, "Chat with our guide")
    page.keyboard.press("Enter")
    chat = page.frame_locator("iframe")
    expect(chat.get_by_role("heading", name="Hello. Take your time.")).to_be_focused()
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    expect(chat.locator("#text")).to_be_focused()
    page.keyboard.type("What are signs of codependency")
    page.keyboard.press("Enter")
    expect_answered(chat)
    tab_to(page, "Tell me more", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(messages(chat, "visitor").last).to_contain_text("Tell me more")
    expect(chat.locator("#text")).to_be_focused()
    expect_answered(chat, 2)


def test_escape_closes_the_panel_and_the_launcher_has_the_focus(page: Page, host: HostSite) -> None:
    page.goto(host.url)
    launcher = page.locator(".launcher")
    launcher.press("Enter")
    chat = page.frame_locator("iframe")
    expect(chat.get_by_role("heading", name="Hello. Take your time.")).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")


def test_the_menu_is_left_by_escape_and_gives_the_focus_back(chat: Page) -> None:
    chat.locator("#menu").press("Enter")
    expect(chat.get_by_role("heading", name="Menu")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.locator("#sheet")).to_be_hidden()
    expect(chat.locator("#menu")).to_be_focused()


def test_the_way_out_stays_in_reach_while_the_menu_is_open(chat: Page) -> None:
    chat.locator("#menu").click()
    expect(chat.get_by_role("button", name="Leave this page")).to_be_in_viewport()
    chat.get_by_role("button", name="Leave this page").click()
    chat.wait_for_url("https://www.weather.gov/")
