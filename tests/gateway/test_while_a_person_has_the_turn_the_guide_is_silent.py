"""While waiting or with a person the guide's dialogue hears nothing and says nothing; messages are only looked at for danger."""

from conftest import answers, wait_for


def checks(client):
    async def read():
        async with client.app.state.parts.store.reading() as session:
            from sqlalchemy import select

            from gateway.desk_tables import Check

            return [(one.checked_at is not None, one.danger) for one in await session.scalars(select(Check).order_by(Check.seq))]

    return client.blocking_portal.call(read)


def test_a_message_goes_to_the_person_and_is_looked_at(client, talk, guide, maria):
    talk.ask()
    talk.post(text="while waiting")
    maria.take(talk)
    talk.post(text="/restart while live")
    wait_for(lambda: len(guide.looked) == 2)
    assert guide.heard == []
    assert [line["text"] for line in talk.events() if line.get("author") == "visitor"] == ["while waiting", "/restart while live"]
    wait_for(lambda: checks(client) == [(True, None), (True, None)])


def test_a_late_answer_after_the_ask_is_dropped(client, talk, guide, maria):
    guide.delay = 0.3
    talk.post(text="how do i set boundaries")
    wait_for(lambda: guide.heard)
    talk.ask()
    maria.take(talk)
    wait_for(lambda: guide.looked == ["how do i set boundaries"])  # what was not answered is the person's, and looked at
    guide.delay = 0
    maria.do("hand_back", talk)
    talk.until(answers)
    found = answers(talk.events())
    assert len(found) == 1
    assert guide.heard[-1]["fact"] == "EXTERNAL_representative_left"


def test_a_late_answer_does_not_come_even_when_the_guide_has_the_turn_again(talk, guide, maria):
    guide.delay = 0.3
    talk.post(text="how do i set boundaries")
    wait_for(lambda: guide.heard)
    talk.ask()
    talk.stop()
    guide.delay = 0
    talk.post(text="hello")
    talk.until(answers)
    assert [line["in_reply_to"] for line in answers(talk.events())] == [talk.events()[-2]["seq"]]


def test_the_guide_is_down_and_the_talk_goes_on(client, talk, guide, maria):
    guide.status = 503
    talk.ask()
    maria.take(talk)
    assert talk.post(text="can you hear me").status_code == 202
    maria.say(talk, "Yes.")
    assert [line["text"] for line in talk.events() if line.get("author") in ("visitor", "representative")] == [
        "can you hear me",
        "Yes.",
    ]
    assert checks(client) == [(False, None)]
    guide.status = 200
    maria.tick()
    wait_for(lambda: checks(client) == [(True, None)])


def test_danger_while_waiting_brings_the_contacts_at_once(client, talk, guide, maria):
    guide.sees = {"choked": {"kind": "partner_violence", "level": "act"}}
    talk.ask()
    talk.post(text="he choked me")
    events = talk.until(lambda events: any(line.get("code") == "danger_while_waiting" for line in events))
    told = next(line for line in events if line.get("code") == "danger_while_waiting")
    assert "domestic_violence_hotline" in [card["id"] for card in told["cards"]]
    assert len(told["cards"]) <= 3


def test_danger_in_a_live_message_is_kept_and_says_nothing_over_the_persons_head(client, talk, guide, maria):
    guide.sees = {"choked": {"kind": "partner_violence", "level": "act"}}
    talk.ask()
    maria.take(talk)
    talk.post(text="he choked me")
    wait_for(lambda: checks(client) == [(True, {"kind": "partner_violence", "level": "act"})])
    assert "danger_while_waiting" not in talk.codes()


def test_typing_is_shown_to_the_other_side_and_never_kept(client, talk, maria):
    talk.ask()
    maria.take(talk)
    before = len(talk.events())
    assert talk.post("/typing").status_code == 204
    assert client.app.state.parts.wakeups.is_writing(talk.id, "visitor")
    talk.post(text="done")
    assert not client.app.state.parts.wakeups.is_writing(talk.id, "visitor")
    assert len(talk.events()) == before + 1


def test_what_is_no_answer_counts_as_not_looked_at(client, talk, guide, maria):
    guide.look = lambda text: __import__("httpx").Response(200, content=b"{}")
    talk.ask()
    talk.post(text="hello")
    maria.tick()
    assert checks(client) == [(False, None)]


def test_what_a_person_took_over_is_not_taken_to_the_guide_any_more(talk, guide, maria):
    guide.status = 503
    talk.post(text="hello")
    wait_for(lambda: guide.heard)
    talk.ask()
    asked = len(guide.heard)
    guide.status = 200
    maria.take(talk)
    wait_for(lambda: talk.id not in maria.parts.answering._workers)
    assert len(guide.heard) <= asked + 1, "one that was on its way may still arrive; its answer is dropped"
    assert answers(talk.events()) == []


def test_the_guide_is_told_of_danger_that_it_did_not_hear(talk, guide, maria):
    guide.sees = {"choked": {"kind": "partner_violence", "level": "act"}}
    talk.ask()
    maria.take(talk)
    talk.post(text="he choked me")
    wait_for(lambda: guide.looked)
    wait_for(lambda: checks(talk.client) == [(True, {"kind": "partner_violence", "level": "act"})])
    maria.do("hand_back", talk)
    talk.until(answers)
    assert guide.heard[0]["metadata"]["danger"] == {"partner_violence": "act"}
