"""Nobody is there: the chat says so and offers the form; what is asked stands at the desk, can be changed, and is cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from steps import sees, write


def away(desk: Page) -> None:
    with desk.expect_response("**/presence"):
        desk.locator("select[name=status]").select_option("away")


def here(desk: Page) -> None:
    with desk.expect_response("**/presence"):
        desk.locator("select[name=status]").select_option("here")


def test_asked_changed_and_cancelled(desk: Page, visitor: Page, address: str, pictures: Path) -> None:
    away(desk)
    try:
        write(visitor, "can i talk to a real person please")
        sees(visitor, "You can ask us to call or write to you.")
        form = visitor.locator(".callback-form")
        form.get_by_label("What should we call you?").fill("Jo")
        form.get_by_label("Phone number or e-mail").fill("123")
        form.get_by_label("A safe day").fill((datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d"))
        form.get_by_label("A safe time").fill("14:30")
        expect(form.get_by_label("Your time zone")).to_have_value("America/Chicago")
        form.get_by_label("I agree that a person").check()
        violations = Axe().run(visitor).response["violations"]
        assert [f"{one['id']}: {one['nodes'][0]['html'][:140]}" for one in violations] == []
        form.get_by_role("button", name="Ask for it").click()
        expect(form.get_by_role("alert")).to_contain_text("This phone number cannot be right.")
        visitor.screenshot(path=pictures / "chat-callback.png")
        form.get_by_label("Phone number or e-mail").fill("(212) 555-0123")
        form.get_by_role("button", name="Ask for it").click()
        sees(visitor, "2:30 PM (Chicago time)")
        sees(visitor, "Your callback is noted.")

        desk.goto(f"{address}/desk/callbacks")
        expect(desk.get_by_text("+12125550123")).to_be_visible()
        expect(desk.get_by_role("heading", name="2:30 PM (Chicago time)")).to_be_visible()
        desk.screenshot(path=pictures / "desk-callbacks.png")

        visitor.reload()
        visitor.get_by_role("button", name="Change it").click()
        visitor.locator(".callback-form").get_by_label("A safe time").fill("15:00")
        visitor.locator(".callback-form").get_by_label("I agree that a person").check()
        visitor.get_by_role("button", name="Ask for it").click()
        sees(visitor, "Changed. It is now")
        visitor.get_by_role("button", name="Cancel it").click()
        sees(visitor, "Your callback is cancelled.")
        desk.reload()
        expect(desk.get_by_text("None is open.")).to_be_visible()
    finally:
        here(desk)
