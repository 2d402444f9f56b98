"""Opening hours are meant in the owner's zone, know holidays and changes of clock, and a wrong one is refused by name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from conftest import Talk, Worker, gateway

from gateway.hours import Hours
from gateway.settings import Settings, SettingsRefused, load_settings

WEEK = Hours.read("Mon-Fri 09:00-17:00; Sat 10:00-14:00", "America/New_York", "2026-12-25")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 08:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 16:59", True),
        ("2026-11-24 17:00", False),
        ("2026-11-28 11:00", True),
        ("2026-11-29 11:00", False),
        ("2026-12-25 11:00", False),
    ],
)
def test_open_or_not(moment, is_open):
    assert WEEK.is_open(at(moment)) is is_open
    assert WEEK.is_open(at(moment).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24 08:00", "2026-11-24 09:00"),
        ("2026-11-24 10:00", "2026-11-25 09:00"),
        ("2026-11-28 15:00", "2026-11-30 09:00"),
        ("2026-12-24 18:00", "2026-12-26 10:00"),
        ("2026-03-07 15:00", "2026-03-09 09:00"),  # the clocks change in between
    ],
)
def test_when_next(moment, opens):
    assert WEEK.next_opening(at(moment)) == at(opens)


def test_without_hours_it_is_open_and_nothing_is_said_of_when():
    always = Hours.read("", "UTC")
    assert always.is_open(at("2026-11-29 03:00"))
    assert always.next_opening(at("2026-11-29 03:00")) is None


def test_until_midnight_and_over_the_weekend():
    late = Hours.read("Fri-Mon 18:00-24:00", "America/New_York")
    assert late.is_open(at("2026-11-29 23:59"))
    assert not late.is_open(at("2026-11-24 23:00"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRG_DESK_HOURS", "always"),
        ("CRG_DESK_HOURS", "Mon-Fri 17:00-09:00"),
        ("CRG_DESK_HOURS", "Mon-Fri 25:00-26:00"),
        ("CRG_DESK_ZONE", "America/Nowhere"),
        ("CRG_DESK_HOLIDAYS", "Christmas"),
    ],
)
def test_a_wrong_one_is_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=name):
        load_settings()


def test_out_of_hours_the_visitor_is_told_when(settings, guide):
    # Open one minute a year at most: the first of January is a holiday in this one.
    closed = Settings(**{**settings.model_dump(), "desk_hours": "Mon-Sun 00:00-00:01", "desk_zone": "UTC"})
    with gateway(closed, guide) as client:
        Worker(client, "Maria")
        talk = Talk(client)
        if datetime.now(UTC).strftime("%H:%M") == "00:00":
            pytest.skip("this is the one minute")
        asked = talk.ask().json()
        assert asked["available"] is False
        assert asked["opens_at"].endswith("T00:00:00Z")
        assert client.get("/api/site").json()["representative"] == asked
