"""axe finds nothing in any state, light or dark; and a screen reader hears only what is new."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, say
from widget_states import STATES

AXE = Axe()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_state(state: Callable[[Page, StubGateway], None], page: Page, gateway: StubGateway, pictures: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    state(page, gateway)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [
            f"{scheme}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
            for violation in AXE.run(page).response["violations"]
        ]
        for width, height in ((360, 740), (1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=pictures / f"{state.__name__}-{width}-{scheme}.png")
        page.set_viewport_size({"width": 360, "height": 740})
    assert found == []


def test_history_is_not_read_out_again_and_new_messages_are(chat: Page) -> None:
    begin(chat)
    expect(chat.locator("#log")).to_have_attribute("aria-live", "polite")
    say(chat, "signs")
    expect_answered(chat)
    chat.add_init_script(
        "window.loud = 0; addEventListener('DOMContentLoaded', () => { const log = document.querySelector('#log');"
        "new MutationObserver((all) => { if (log.getAttribute('aria-live') !== 'off') window.loud += all.length; }).observe(log, {childList: true}); })"
    )
    chat.reload()
    expect_answered(chat)
    expect(chat.locator("#log")).to_have_attribute("aria-live", "polite")
    assert chat.evaluate("window.loud") == 0
    say(chat, "more")
    expect_answered(chat, 2)
    assert chat.evaluate("window.loud") > 0


def test_every_message_says_who_wrote_it(chat: Page) -> None:
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    assert chat.locator("#log .message .who").all_inner_texts() == ["Guide · a bot", "You", "Guide · a bot", "Guide · a bot"]


def test_nothing_moves_under_reduced_motion(chat: Page, gateway: StubGateway) -> None:
    chat.emulate_media(reduced_motion="reduce")
    begin(chat)
    gateway.faults.answer_after = 3
    say(chat, "signs")
    expect(chat.locator("#typing")).to_be_visible()
    assert chat.evaluate("document.getAnimations().length") == 0


def test_the_host_pages_part_is_accessible(page: Page, gateway: StubGateway, pictures: Path) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{gateway.url}/")
    page.locator(".launcher").wait_for()
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=pictures / f"launcher-1440-{scheme}.png")
        page.evaluate("CouplesRehabGuide.open()")
        page.frame_locator("iframe").get_by_role("button", name="Start", exact=True).wait_for()
        page.wait_for_timeout(250)
        page.screenshot(path=pictures / f"panel-1440-{scheme}.png")
        found += [violation["id"] for violation in AXE.run(page).response["violations"]]
        page.evaluate("CouplesRehabGuide.close()")
    page.set_viewport_size({"width": 360, "height": 740})
    page.screenshot(path=pictures / "launcher-360-dark.png")
    assert found == []
