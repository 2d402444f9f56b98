"""Callbacks: checked, encrypted, agreed to in words that stand, changed and cancelled; at the desk none is forgotten."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Talk, answers, gateway, wait_for
from cryptography.fernet import Fernet
from test_a_representative_works_at_the_desk import ada, ben, taken  # noqa: F401  fixtures

from gateway.settings import Settings, SettingsRefused, load_settings

NAME, NUMBER = "Xylophone", "+12125550123"


def wish(talk, **changes):
    form = talk.get("/callback").json()["form"]
    day = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d")
    body = {"name": NAME, "channel": "phone", "address": "(212) 555-0123", "day": day, "time": "14:30", "zone": "America/Chicago"}
    return {**body, "voicemail": False, "consent": form["consent"]["id"], **changes}


def ask(talk, **changes):
    return talk.client.post(talk.base + "/callback", headers=talk.headers, json=wish(talk, **changes))


def cancel(talk):
    return talk.client.delete(talk.base + "/callback", headers=talk.headers)


def test_it_is_noted_and_said_also_when_the_guide_is_down(talk, guide):
    guide.status = 503
    kept = ask(talk)
    assert kept.status_code == 201
    assert kept.json()["callback"]["address"] == NUMBER
    assert talk.codes()[0] == "callback_recorded"
    assert "2:30 PM (Chicago time)" in talk.events()[1]["text"]


def test_the_guide_hears_that_there_is_one_and_nothing_of_it(talk, guide):
    ask(talk)
    talk.until(answers)
    assert guide.heard[0]["fact"] == "EXTERNAL_callback_recorded"
    assert not any(part in json.dumps(guide.heard) for part in (NAME, "2125550123", "555-0123"))


def test_while_with_a_person_the_guide_hears_nothing(talk, guide, maria):
    talk.ask()
    maria.take(talk)
    ask(talk)
    assert talk.codes()[-1] == "callback_recorded"
    assert guide.heard == []


def test_name_and_address_are_nowhere_to_be_read_in_the_store(talk, settings, capfd):
    ask(talk)
    talk.until(answers)
    stored = b"".join(file.read_bytes() for file in settings.folder.iterdir())
    assert NAME.encode() not in stored
    assert b"2125550123" not in stored
    assert NAME not in "".join(capfd.readouterr())


def test_the_consent_stands_as_it_was_read(talk, client, settings):
    import sqlite3

    ask(talk)
    with sqlite3.connect(settings.folder / "gateway.db") as store:
        kept = store.execute("SELECT consent_id, consent_text, consented_at FROM callbacks").fetchone()
    shown = talk.get("/callback").json()["form"]["consent"]
    assert kept[:2] == (shown["id"], shown["text"])
    assert kept[2]


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("name", "  ", "name"),
        ("name", "x" * 61, "name"),
        ("address", "123", "address"),
        ("address", "+1 555 555 5555 999", "address"),
        ("address", "call me", "address"),
        ("day", "tomorrow", "day"),
        ("day", "2020-01-01", "day"),
        ("day", "2099-01-01", "day"),
        ("time", "25:00", "time"),
        ("zone", "Mars/Base", "zone"),
        ("zone", "../../etc/passwd", "zone"),
        ("zone", "", "zone"),
        ("consent", "k-old", "consent"),
        ("channel", "pigeon", "channel"),
        ("voicemail", "perhaps", "voicemail"),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(talk, field, value, named):
    got = ask(talk, **{field: value})
    assert got.status_code == 422, got.text
    assert named in got.json()["detail"]
    assert talk.get("/callback").json()["callback"] is None


def test_an_e_mail_too(talk):
    assert ask(talk, channel="email", address="not mail").status_code == 422
    assert ask(talk, channel="email", address=" me@example.org ").json()["callback"]["address"] == "me@example.org"


def test_only_within_the_owners_hours_in_whatever_zone_it_is_meant(settings, guide):
    open_early = Settings(**{**settings.model_dump(), "desk_hours": "Mon-Sun 09:00-10:00", "desk_zone": "America/New_York"})
    with gateway(open_early, guide) as client:
        talk = Talk(client)
        assert ask(talk, time="08:30", zone="America/Chicago").status_code == 201
        late = ask(talk, time="09:30", zone="America/Chicago")
        assert late.json()["type"].endswith("outside-hours")
        assert "New York" in late.json()["detail"]


def test_changed_and_cancelled(talk, settings):
    ask(talk)
    ask(talk, time="15:00")
    assert talk.codes() == ["callback_recorded", "callback_changed"]
    assert talk.get("/callback").json()["callback"]["time"] == "15:00"
    assert cancel(talk).status_code == 204
    assert cancel(talk).status_code == 204, "twice is once"
    assert talk.codes()[-1] == "callback_cancelled"
    assert talk.get("/callback").json()["callback"] is None
    import sqlite3

    with sqlite3.connect(settings.folder / "gateway.db") as store:
        assert store.execute("SELECT sealed FROM callbacks").fetchall() == [("",)]
    ask(talk)
    assert talk.codes()[-1] == "callback_recorded"


def test_it_goes_with_the_conversation(talk, settings):
    import sqlite3

    ask(talk)
    talk.erase()
    with sqlite3.connect(settings.folder / "gateway.db") as store:
        assert store.execute("SELECT count(*) FROM callbacks").fetchone() == (0,)


def test_somebody_under_eighteen_is_not_offered_one(talk, guide):
    guide.answer = {"messages": [{"text": "x"}], "topic": "minor_visitor", "orders": [{"do": "offer_callback"}]}
    talk.post(text="i am 15")
    talk.until(answers)
    assert talk.get("/callback").json()["form"] is None
    talk.ask()
    assert "callback_offer" not in talk.codes()
    got = talk.client.post(talk.base + "/callback", headers=talk.headers, json={**wish_of_another(talk)})
    assert got.status_code == 409


def wish_of_another(talk):
    return wish(Talk(talk.client))


def test_the_guide_offers_it_where_nobody_is_there(talk, guide):
    guide.answer = {"messages": [{"text": "Nobody."}], "orders": [{"do": "offer_callback"}]}
    talk.post(text="a person please")
    events = talk.until(lambda events: any(line.get("code") == "callback_offer" for line in events))
    card = events[-1]["cards"][0]
    assert [field["name"] for field in card["fields"]] == ["name", "channel", "address", "day", "time", "zone", "voicemail"]
    assert card["consent"]["text"]
    assert card["text"]


@pytest.mark.parametrize(
    ("name", "value"), [("CRG_CALLBACK_KEY", "short"), ("CRG_PHONE_REGION", "Mars"), ("CRG_CALLBACK_DAYS", "0")]
)
def test_a_wrong_setting_is_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=name):
        load_settings()


def page(browser):
    return browser.get("/desk/callbacks").text


def test_at_the_desk_it_stands_in_the_visitors_time(ada, talk):  # noqa: F811
    ask(talk, voicemail=True)
    shown = page(ada)
    assert "2:30 PM (Chicago time)" in shown
    assert NAME in shown
    assert NUMBER in shown
    assert "a voicemail or text is fine" in shown
    assert "read callbacks" in ada.get("/desk/record").text
    brief = ada.get(taken(ada, talk)).text
    assert "Callback asked for" in brief
    assert NUMBER not in brief


def test_it_can_be_given_to_somebody_and_done(ada, ben, talk):  # noqa: F811
    ask(talk)
    number = re.search(r"/desk/callbacks/([0-9a-f-]{36})/done", page(ada))[1]
    me = re.search(r'<option value="([0-9a-f-]{36})" >Ben', page(ada))[1]
    assert ada.post(f"/desk/callbacks/{number}/give", to=me).status_code == 303
    assert "With Ben" in page(ada)
    assert ada.post(f"/desk/callbacks/{number}/give", to="nobody").status_code == 404
    assert ben.post(f"/desk/callbacks/{number}/done", to="perhaps").status_code == 422
    assert ben.post(f"/desk/callbacks/{number}/done", to="reached").status_code == 303
    assert ben.post(f"/desk/callbacks/{number}/done", to="reached").status_code == 409
    assert NUMBER not in page(ada)
    assert "reached" in page(ada)
    assert ada.post("/desk/callbacks/nothing/done", to="reached").status_code == 404


def test_what_is_overdue_stands_first_and_says_so(ada, client, talk, change):  # noqa: F811
    other = Talk(client)
    ask(other, name="Later")
    ask(talk)
    change("UPDATE callbacks SET due_at = '2026-01-01 10:00:00.000000' WHERE conversation_id = ?", talk.id)
    shown = page(ada)
    assert "Overdue" in shown
    assert shown.index(NAME) < shown.index("Later")


def test_with_another_key_it_is_said_and_nothing_breaks(settings, guide):
    with gateway(settings, guide) as client:
        talk = Talk(client)
        ask(talk)
    other = Settings(**{**settings.model_dump(), "callback_key": Fernet.generate_key().decode()})
    from desk_steps import first_admin

    with gateway(other, guide) as client:
        browser = first_admin(client, settings.folder)
        assert "encrypted with another key" in page(browser)


def test_the_key_is_a_file_that_nobody_else_reads(client, settings):
    assert (settings.folder / "callback.key").stat().st_mode & 0o077 == 0


def test_too_many_changes_are_too_fast(talk):
    got = [ask(talk).status_code for _ in range(22)]
    assert got[-1] == 429
    wait_for(lambda: True)
