"""axe finds nothing on any page of the desk, light or dark, laptop or phone; nothing is cut off; pictures of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from steps import ask_in_words, hand_back, reply, take, write

AXE = Axe()
PAGES = ("", "/callbacks", "/ended", "/replies", "/people", "/record", "/me")


def look_at(page: Page, name: str, pictures: Path) -> list[str]:
    found = []
    for width, height in ((1440, 900), (768, 1024), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=width < 1000)
            if width != 768:
                violations = AXE.run(page).response["violations"]
                found += [f"{width} {scheme} {one['id']}: {one['nodes'][0]['html'][:140]}" for one in violations]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{width}: wider than the screen")
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


@pytest.mark.parametrize("path", PAGES)
def test_page(desk: Page, address: str, pictures: Path, path: str) -> None:
    desk.goto(f"{address}/desk{path}")
    assert look_at(desk, f"desk{path.replace('/', '-')}", pictures) == []


def test_sign_in(colleague: Page, address: str, pictures: Path) -> None:
    colleague.get_by_role("button", name="Sign out").click()
    expect(colleague.get_by_role("heading", name="Sign in")).to_be_visible()
    assert look_at(colleague, "sign-in", pictures) == []


def test_waiting_and_live_with_danger(desk: Page, visitor: Page, pictures: Path) -> None:
    write(visitor, "how do i set boundaries with my husband")
    expect(visitor.locator("#log .message.guide")).not_to_have_count(1)
    ask_in_words(visitor)
    write(visitor, "he put his hands around my neck last night")
    expect(desk.locator("#queue .flag.act")).to_be_visible()
    found = look_at(desk, "desk-waiting", pictures)
    visitor.screenshot(path=pictures / "chat-waiting.png")
    take(desk)
    reply(desk, "Hello, I am Ada. Is it safe for you to write now?")
    write(visitor, "yes, he is at work until five")
    expect(desk.locator("#log")).to_contain_text("he is at work until five")
    desk.locator("#note").fill("Sent the hotline first.")
    desk.get_by_role("button", name="Keep the note").click()
    expect(desk.locator("#notes")).to_contain_text("Sent the hotline first.")
    found += look_at(desk, "desk-live", pictures)
    visitor.screenshot(path=pictures / "chat-live.png")
    hand_back(desk)
    expect(visitor.get_by_role("group", name="How was this talk?")).to_be_visible()
    expect(visitor.locator("#log .message.guide").last).to_contain_text("back with the guide")
    visitor.screenshot(path=pictures / "chat-after.png")
    assert found == []


def test_the_chats_own_new_states(desk: Page, visitor: Page, pictures: Path) -> None:
    found = []

    def look(name: str) -> None:
        for scheme in ("light", "dark"):
            visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = AXE.run(visitor).response["violations"]
            found.extend(f"{name} {scheme} {one['id']}: {one['nodes'][0]['html'][:140]}" for one in violations)
            visitor.screenshot(path=pictures / f"{name}-{scheme}.png")

    ask_in_words(visitor)
    expect(visitor.locator("#brief textarea")).to_be_visible()
    look("chat-brief")
    take(desk)
    hand_back(desk)
    expect(visitor.get_by_role("group", name="How was this talk?")).to_be_visible()
    look("chat-rating")
    assert found == []
