"""The launcher on somebody else's page: strict CSP, no words to the host, one widget whatever happens."""

from host_site import HostSite
from playwright.sync_api import Page, expect
from stub_gateway import StubGateway
from visitor_steps import begin, expect_answered, messages, open_panel, say

NOTE = "() => { window.heard = []; for (const name of ['opened', 'closed', 'unread']) CouplesRehabGuide.on(name, (n) => heard.push([name, n])); window.posted = []; addEventListener('message', (event) => posted.push(JSON.stringify(event.data))); }"


def test_two_tags_make_one_launcher(page: Page, host: HostSite) -> None:
    host.tags = 2
    page.goto(host.url)
    expect(page.get_by_role("button", name="Chat with our guide")).to_have_count(1)


def test_a_link_to_chat_opens_it_each_time(page: Page, host: HostSite) -> None:
    page.goto(host.url)
    for _ in range(2):
        page.get_by_role("link", name="Ask").click()
        expect(page.frame_locator("iframe").get_by_role("button", name="Start", exact=True)).to_be_visible()
        page.get_by_role("button", name="Close the chat").first.click()
        expect(page.locator("iframe")).to_be_hidden()
    page.goto(f"{host.url}/#chat")
    expect(page.locator("iframe")).to_be_visible()


def test_the_sites_options(page: Page, host: HostSite) -> None:
    host.attributes = 'data-accent="#ffd9a0" data-side="left" data-label="Need to talk?" data-opening="You are welcome here."'
    page.goto(host.url)
    launcher = page.get_by_role("button", name="Need to talk?")
    launcher.wait_for()
    assert launcher.evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color, getComputedStyle(node).left]"
    ) == ["rgb(255, 217, 160)", "rgb(14, 26, 25)", "16px"]
    launcher.click()
    chat = page.frame_locator("iframe")
    expect(chat.get_by_role("heading", name="You are welcome here.")).to_be_visible()
    accent = chat.locator("html").evaluate("node => node.style.getPropertyValue('--accent')")
    assert accent not in ("", "rgb(255,217,160)"), "a colour too pale to read is made darker"


def test_the_host_hears_events_but_no_words(page: Page, host: HostSite) -> None:
    page.goto(host.url)
    page.get_by_role("button", name="Chat with our guide").wait_for()
    page.evaluate(NOTE)
    chat = open_panel(page)
    begin(chat)
    say(chat, "zebra")
    expect_answered(chat)
    page.evaluate("CouplesRehabGuide.close()")
    heard = page.evaluate("heard.map(([name]) => name)")
    assert heard[0] == "opened" and heard[-1] == "closed"
    posted = " ".join(page.evaluate("posted"))
    assert "ready" in posted and "zebra" not in posted and "Boundaries" not in posted


def test_new_messages_are_counted_while_closed(page: Page, host: HostSite, gateway: StubGateway) -> None:
    page.goto(host.url)
    chat = open_panel(page)
    begin(chat)
    page.evaluate("CouplesRehabGuide.close()")
    gateway.only.message("guide", "Are you still there?", final=True)
    expect(page.locator(".launcher b")).to_have_text("1")
    page.get_by_role("button", name="Chat with our guide").click()
    expect(page.locator(".launcher b")).to_be_hidden()


def test_the_next_page_shows_the_same_conversation(page: Page, host: HostSite, gateway: StubGateway) -> None:
    page.goto(host.url)
    chat = open_panel(page)
    begin(chat)
    say(chat, "signs")
    expect_answered(chat)
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**/two")
    expect(page.locator("iframe")).to_be_attached()
    gateway.only.message("guide", "Are you still there?", final=True)
    expect(page.locator(".launcher b")).to_have_text("1")
    page.get_by_role("button", name="Chat with our guide").click()
    expect(messages(page.frame_locator("iframe"), "visitor")).to_have_count(1)
    assert len(gateway.conversations) == 1


def test_nothing_of_the_chat_is_fetched_before_it_is_opened(page: Page, host: HostSite) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(host.url)
    page.get_by_role("button", name="Chat with our guide").wait_for()
    assert [url for url in fetched if url.startswith(host.gateway.url)] == [f"{host.gateway.url}/widget.js"]


def test_messages_from_strangers_are_not_obeyed(page: Page, host: HostSite) -> None:
    page.goto(host.url)
    open_panel(page)
    page.evaluate("window.postMessage({guide: 1, say: 'exit'}, '*'); window.postMessage({guide: 1, say: 'close'}, '*')")
    page.wait_for_timeout(200)
    expect(page.locator("iframe")).to_be_visible()
    assert page.url.startswith(host.url)


def test_where_the_gateway_is_gone_the_launcher_says_so(page: Page, host: HostSite, gateway: StubGateway) -> None:
    page.goto(host.url)
    launcher = page.locator(".launcher")
    launcher.wait_for()
    gateway.faults.down = True
    launcher.click()
    expect(launcher).to_contain_text("cannot be reached")
    gateway.faults.down = False
    launcher.click()
    expect(page.frame_locator("iframe").get_by_role("button", name="Start", exact=True)).to_be_visible()
