"""What a visitor erases is gone: from the store's files at once, from the guide as soon as it can be reached."""

import pytest
from conftest import Talk, answers, gateway, wait_for

from gateway import erasing

MARKER = "xylophonequartz"


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(erasing, "RETRY_S", 0.1)
    monkeypatch.setattr(erasing, "SETTLE", erasing.timedelta(seconds=0.1))


def files_with(settings, marker=MARKER):
    return [file.name for file in settings.folder.iterdir() if file.is_file() and marker.encode() in file.read_bytes()]


def test_no_word_stands_in_the_files(talk, guide, settings):
    guide.answer = {"messages": [{"text": f"He is {MARKER}?", "cards": [{"kind": "link", "text": MARKER}]}]}
    for place in range(5):
        talk.post(text=f"my partner is {MARKER} {place} " + "and so on " * 100)
    talk.until(lambda events: len(answers(events)) == 5)
    talk.post("/feedback", rating=2, comment=MARKER)
    assert files_with(settings), "the marker was never there: this test would prove nothing"
    assert talk.erase().status_code == 204
    assert files_with(settings) == []
    assert talk.get().status_code == 404
    assert guide.erased == [talk.id]


def test_the_other_conversations_stay(client, talk):
    other = Talk(client)
    other.post(text="stay")
    other.until(answers)
    talk.erase()
    assert other.events()[1]["text"] == "stay"


def test_a_guide_that_is_down_is_told_when_it_is_back(talk, guide, settings):
    guide.status = 503
    talk.post(text=MARKER)
    assert talk.erase().status_code == 204
    assert files_with(settings) == [], "here it is gone at once"
    guide.erased.clear()
    guide.status = 200
    wait_for(lambda: talk.id in guide.erased)


def test_what_was_on_its_way_to_the_guide_is_erased_too(talk, guide, settings):
    guide.delay = 0.3
    talk.post(text=MARKER)
    wait_for(lambda: guide.heard)
    talk.erase()
    wait_for(lambda: guide.erased.count(talk.id) >= 2)
    assert files_with(settings) == []


def test_the_guide_may_order_it(talk, guide, settings):
    guide.answer = {"messages": [{"text": "Erased."}], "orders": [{"do": "erase_conversation"}]}
    talk.post(text=MARKER)
    wait_for(lambda: talk.get().status_code == 404)
    wait_for(lambda: guide.erased == [talk.id])
    assert files_with(settings) == []


def test_a_poll_that_is_waiting_ends(client, talk):
    import threading

    threading.Timer(0.3, talk.erase).start()
    assert talk.get("/events", after=1, wait=10).status_code == 404


def test_old_ones_are_erased_by_themselves(monkeypatch, settings, guide, change):
    monkeypatch.setattr(erasing, "PURGE_S", 0.1)
    with gateway(settings, guide) as client:
        talk = Talk(client)
        talk.post(text=MARKER)
        talk.until(answers)
        change("UPDATE conversations SET expires_at = '2020-01-01 00:00:00.000000'")
        wait_for(lambda: talk.get().status_code == 404)
        wait_for(lambda: not files_with(settings))


def test_a_gateway_that_was_killed_while_erasing_finishes_it(settings, guide, change):
    with gateway(settings, guide) as client:
        talk = Talk(client)
    change("INSERT INTO erasures VALUES (?, '2020-01-01 00:00:00.000000')", talk.id)
    with gateway(settings, guide):
        wait_for(lambda: guide.erased == [talk.id])
