"""At the desk: who waits and why, taking, replying, notes that stay private, colleagues, ready replies, ended conversations."""

import re

import pytest
from conftest import Talk, answers, wait_for
from desk_steps import Browser, first_admin, ids, representative


@pytest.fixture
def ada(client, settings):
    browser = first_admin(client, settings.folder)
    look(browser)
    return browser


@pytest.fixture
def ben(ada):
    browser = representative(ada, "Ben")
    look(browser)
    return browser


def look(browser):
    """What an open page does: it keeps the stream of the desk, so that the representative is seen to be there."""
    parts = browser.app.app.state.parts

    async def seen():
        from gateway.desk.talks import _seen

        assert await _seen(parts, browser.cookies["crg_desk"])

    browser.app.blocking_portal.call(seen)


def taken(browser, talk):
    talk.ask()
    assert browser.post(f"/desk/talks/{talk.id}/take").status_code == 303
    return f"/desk/talks/{talk.id}"


def say(browser, talk, text, **more):
    page = browser.get(f"/desk/talks/{talk.id}").text
    message = re.search(r'name="message" value="([^"]+)"', page)[1]
    seen = more.pop("seen", re.search(r'name="seen" id="seen" value="(\d+)"', page)[1])
    return browser.post(f"/desk/talks/{talk.id}/reply", message=message, seen=seen, text=text, **more)


def visitor_sees(talk):
    return [line["text"] for line in talk.events() if line.get("author") in ("representative", "notice")]


def test_signed_in_and_looking_is_being_there(client, ada, talk):
    assert client.get("/api/site").json()["representative"]["available"] is True
    ada.post("/desk/presence", status="away")
    assert talk.ask().json()["available"] is False
    ada.post("/desk/presence", status="here")
    assert talk.ask().json()["available"] is True
    assert ada.post("/desk/presence", status="asleep").status_code == 422


def test_signed_out_is_away(client, ada, talk):
    ada.post("/desk/sign-out")
    assert talk.ask().json()["available"] is False


def test_the_queue_shows_danger_first_and_in_words(client, ada, talk, guide):
    danger = Talk(client)
    guide.answer = {"messages": [{"text": "Call."}], "danger": {"kind": "partner_violence", "level": "act"}}
    danger.post(text="he hits me")
    danger.until(answers)
    talk.ask()
    danger.ask()
    queue = ada.get("/desk/queue").text
    assert queue.index(danger.id) < queue.index(talk.id)
    assert "Danger: Violence by a partner" in queue
    assert 'data-waiting="2"' in queue


def test_taking_replying_and_giving_back(ada, talk):
    page = taken(ada, talk)
    assert say(ada, talk, "Hello, I am Ada.").status_code == 200
    assert visitor_sees(talk)[-1] == "Hello, I am Ada."
    assert ada.post(f"{page}/hand-back").headers["location"] == "/desk"
    assert talk.state() == "guide"


def test_the_next_in_line_is_one_key_away(ada, talk):
    talk.ask()
    assert ada.post("/desk/take").headers["location"] == f"/desk/talks/{talk.id}"
    assert ada.post("/desk/take").status_code == 409


def test_a_contact_card_can_be_sent(ada, talk):
    taken(ada, talk)
    say(ada, talk, "Here is somebody.", contact="lifeline_988")
    last = talk.events()[-1]
    assert [card["id"] for card in last["cards"]] == ["lifeline_988"]
    assert say(ada, talk, "", contact="lifeline_988").status_code == 200
    assert talk.events()[-1]["text"].startswith("988")
    assert say(ada, talk, "x", contact="nobody").status_code == 422
    assert say(ada, talk, "  ").status_code == 422


def test_a_refused_move_is_said_on_the_page(ada, ben, talk):
    page = taken(ada, talk)
    late = ben.post(f"{page}/take")
    assert late.status_code == 409
    assert "not waiting but live" in late.text
    part = ben.call(
        "POST",
        f"{page}/reply",
        data={"message": "5b3c7a52-0a61-4c1b-9d1f-6f4f6a9d2f11", "text": "x"},
        headers={"x-csrftoken": ben.cookies["crg_desk_form"], "hx-request": "true"},
    )
    assert (part.status_code, part.headers["hx-retarget"]) == (409, "#toast")
    assert visitor_sees(talk)[-1].startswith("Ada")


def test_a_private_note_never_reaches_the_visitor(ada, ben, talk, settings):
    page = taken(ada, talk)
    assert "xylophonequartz" in ada.post(f"{page}/note", text="xylophonequartz").text
    assert ada.post(f"{page}/note", text=" ").status_code == 422
    assert "xylophonequartz" in ben.get(f"{page}/side").text
    ada.post(f"{page}/hand-back")
    for path in ("", "/events", "/transcript", "/brief"):
        assert "xylophonequartz" not in talk.get(path).text
    assert talk.erase().status_code == 204
    assert b"xylophonequartz" not in b"".join(file.read_bytes() for file in settings.folder.glob("gateway.db*"))


def test_a_draft_is_kept_until_it_is_sent(ada, talk):
    page = taken(ada, talk)
    ada.post(f"{page}/draft", text="half a sen")
    assert "half a sen</textarea>" in ada.get(page).text
    ada.post(f"{page}/draft", text="half a sentence")
    assert "half a" not in say(ada, talk, "half a sentence").text
    assert "half a" not in re.search(r"<textarea.*?</textarea>", ada.get(page).text, re.DOTALL)[0]


def test_two_in_one_conversation_see_each_other(ada, ben, talk):
    page = taken(ada, talk)
    ben.get(page)
    assert "Ben looks at this too" in ada.get(f"{page}/status").text
    ben.post(f"{page}/typing")
    assert "Ben writes here" in ada.get(f"{page}/status").text
    assert "Ben" not in re.sub(r"<[^>]+>", "", ben.get(f"{page}/status").text).replace("With Ada", "")
    assert not talk.client.app.state.parts.wakeups.is_writing(talk.id, "representative"), "only the holder is shown as typing"


def test_a_reply_that_crosses_a_colleagues_is_shown_before_it_goes(ada, ben, talk):
    page = taken(ada, talk)
    say(ada, talk, "Ada's last words.")
    before = talk.get().json()["last_seq"] - 1
    ada.post(f"{page}/pass-on", to=ids(ada.get("/desk/people").text)["Ben"])
    crossed = say(ben, talk, "Ben's first words.", seen=str(before))
    assert "A colleague has just written" in crossed.text
    assert "Ada&#39;s last words." in crossed.text
    assert "Ben&#39;s first words.</textarea>" in crossed.text, "and nothing of it is lost"
    assert "Ben's first words." not in visitor_sees(talk)
    assert say(ben, talk, "Ben's first words.").status_code == 200
    assert visitor_sees(talk)[-1] == "Ben's first words."


def test_typing_both_ways(ada, talk):
    page = taken(ada, talk)
    wakeups = talk.client.app.state.parts.wakeups
    talk.post("/typing")
    assert "The visitor is writing" in ada.get(f"{page}/status").text
    ada.post(f"{page}/typing")
    assert wakeups.is_writing(talk.id, "representative")
    say(ada, talk, "Done.")
    assert not wakeups.is_writing(talk.id, "representative")


def test_that_it_was_read_is_seen(ada, talk):
    page = taken(ada, talk)
    say(ada, talk, "Hello")
    assert "was read" not in ada.get(f"{page}/status").text
    talk.post("/read", seq=talk.get().json()["last_seq"])
    assert "was read" in ada.get(f"{page}/status").text


def test_what_is_new_comes_alone(ada, talk, guide):
    page = taken(ada, talk)
    last = talk.get().json()["last_seq"]
    assert ada.get(f"{page}/new", params={"after": last, "was": "mine"}).status_code == 204
    guide.status = 503
    seq = talk.post(text="are you there").json()["seq"]
    new = ada.get(f"{page}/new", params={"after": last, "was": "mine"}).text
    assert "are you there" in new
    assert "Not checked for danger" in new
    assert f"after={seq}&amp;was=mine&amp;unchecked={seq}" in new
    guide.status, guide.sees = 200, {"there": {"kind": "suicide_self_harm", "level": "check"}}
    talk.post(text="second")
    wait_for(lambda: len(guide.looked) == 2)
    looked = ada.get(f"{page}/new", params={"after": seq, "was": "mine", "unchecked": str(seq)}).text
    assert "Possible danger: Thoughts of suicide" in looked


def test_a_page_that_is_for_something_else_now_is_made_anew(ada, talk):
    page = taken(ada, talk)
    talk.stop()
    got = ada.get(f"{page}/new", params={"after": 1, "was": "mine"})
    assert got.headers["hx-refresh"] == "true"


def test_what_was_said_with_the_guide_alone_is_nobodys_to_read(ada, talk):
    talk.post(text="only for the guide")
    talk.until(answers)
    for path in ("", "/new", "/status", "/side"):
        assert ada.get(f"/desk/talks/{talk.id}{path}").status_code == 404
    for path in ("take", "hand-back", "note", "typing", "draft", "erase"):
        assert ada.post(f"/desk/talks/{talk.id}/{path}", text="x").status_code == 404


def test_ready_replies_with_placeholders(ada, talk):
    assert ada.post("/desk/replies", title=" ", text="x").status_code == 422
    ada.post("/desk/replies", title="Hello", text="Hi, I am {name} of {site}.")
    taken(ada, talk)
    assert 'value="Hi, I am Ada of Couples Rehab Guide."' in ada.get(f"/desk/talks/{talk.id}").text
    number = re.search(r"/desk/replies/(\d+)/remove", ada.get("/desk/replies").text)[1]
    ada.post(f"/desk/replies/{number}", title="Hello", text="Good day.")
    assert "Good day." in ada.get("/desk/replies").text
    assert ada.post(f"/desk/replies/{number}/remove").status_code == 303
    assert ada.post(f"/desk/replies/{number}/remove").status_code == 404
    assert "Good day." not in ada.get("/desk/replies").text


def test_ended_conversations_are_listed_and_searched_but_only_what_may_be_read(ada, client, talk):
    talk.post(text="secret café of the guide")
    talk.until(answers)
    page = taken(ada, talk)
    say(ada, talk, "We spoke of the café 100%.")
    ada.post(f"{page}/end", to="helped")
    everything = ada.get("/desk/ended").text
    assert talk.id in everything
    assert "Ended: helped" in everything
    for wanted, found in (("café", True), ("CAFÉ", False), ("100%", True), ("spoke", True), ("secret", False), ("10_%", False)):
        assert (talk.id in ada.get("/desk/ended", params={"q": wanted}).text) is found, wanted
    assert "Ended: helped." in ada.get(page).text


def test_only_an_admin_erases(ada, ben, talk):
    page = taken(ada, talk)
    ada.post(f"{page}/end", to="other")
    assert ben.post(f"{page}/erase").status_code == 403
    assert talk.get().status_code == 200
    assert ada.post(f"{page}/erase").headers["location"] == "/desk/ended"
    assert talk.get().status_code == 404
    assert "erased conversation" in ada.get("/desk/record").text


def test_reading_is_recorded(ada, ben, talk):
    ben.get(taken(ada, talk))
    record = ada.get("/desk/record").text
    assert re.search(r"<td>Ben</td><td>read conversation</td>", record)
    assert re.search(r"<td>Ada</td><td>take</td>", record)


def test_nobody_outside_reads_or_acts(client, ada, talk):
    page = taken(ada, talk)
    stranger = Browser(client)
    for path in ("/desk", "/desk/queue", page, f"{page}/new", f"{page}/side", "/desk/ended", "/desk/replies"):
        assert stranger.get(path).status_code == 302
    assert stranger.get("/desk/events", headers={"accept": "text/event-stream"}).status_code == 401
    assert stranger.post(f"{page}/reply", message="5b3c7a52-0a61-4c1b-9d1f-6f4f6a9d2f11", text="x").status_code == 401
    assert stranger.post(f"{page}/end", to="helped").status_code == 401
    assert talk.state() == "live"


def test_a_visitors_words_are_text_at_the_desk(ada, talk):
    page = taken(ada, talk)
    talk.post(text="<img src=x onerror=alert(1)>")
    assert "<img" not in ada.get(page).text
    assert "&lt;img" in ada.get(page).text
