"""The stream replays what came after a number and goes live; the long poll does the same by the same cursor."""

import json
import threading
import time

import pytest
from conftest import Talk, gateway

from gateway import stream
from gateway.events import Wakeups


def read_stream(client, talk, last=None, most=40):
    """Reads a stream's first events as (event, id, data)."""
    headers = {**talk.headers, "Accept": "text/event-stream"}
    if last is not None:
        headers["Last-Event-ID"] = last
    found, event = [], {}
    with client.stream("GET", talk.base + "/events", headers=headers) as got:
        assert got.headers["content-type"].startswith("text/event-stream")
        for line in got.iter_lines():
            name, _, value = line.partition(": ")
            if line:
                event[name] = value
            elif event:
                found.append(event)
                event = {}
                if found[-1].get("event") == "erased" or len(found) >= most:
                    return found
    return found


def test_the_stream_replays_all_then_says_erased(client, talk):
    talk.post(text="hello")
    talk.until(lambda events: len(events) == 3)
    timer = threading.Timer(0.5, lambda: client.delete(talk.base, headers=talk.headers))
    timer.start()
    found = read_stream(client, talk)
    assert [line.get("id") for line in found if line["event"] == "message"] == ["1", "2", "3"]
    assert json.loads(found[0]["data"])["author"] == "guide"
    assert found[-1]["event"] == "erased"


def test_after_a_number_only_what_came_later(client, talk):
    talk.post(text="hello")
    talk.until(lambda events: len(events) == 3)
    threading.Timer(0.5, lambda: client.delete(talk.base, headers=talk.headers)).start()
    found = read_stream(client, talk, last="2")
    assert [line["id"] for line in found if line["event"] == "message"] == ["3"]


def test_the_long_poll_waits_for_the_first_event(talk, guide):
    guide.delay = 0.2
    talk.post(text="hello")
    begun = time.monotonic()
    got = talk.get("/events", after=2, wait=5).json()
    assert got["events"][0]["in_reply_to"] == 2
    assert got["after"] == 3
    assert 0.1 < time.monotonic() - begun < 3


def test_the_long_poll_comes_back_empty_in_time(talk):
    assert talk.get("/events", after=1, wait=0.2).json() == {"events": [], "after": 1}


def test_typing_comes_while_the_guide_works_and_has_no_number(client, talk, guide):
    guide.delay = 0.2
    threading.Timer(0.3, lambda: [talk.post(text=text) for text in ("one", "two")]).start()
    threading.Timer(1.5, talk.erase).start()
    found = [line for line in read_stream(client, talk) if line["event"] != "heartbeat"]
    typing = [line for line in found if line["event"] == "typing"]
    assert all("id" not in line and json.loads(line["data"]) == {"author": "guide"} for line in typing)
    kinds = ["typing" if line["event"] == "typing" else json.loads(line["data"]).get("author") for line in found]
    first, second = (place for place, line in enumerate(found) if json.loads(line["data"]).get("in_reply_to"))
    assert "typing" in kinds[:first]
    assert "typing" in kinds[first:second], "again for the second message"
    assert "typing" not in kinds[second:]


def test_nobody_is_shown_typing_while_the_guide_is_away(settings, guide):
    guide.status = 503
    with gateway(settings.model_copy(update={"slow_after_s": 0.2}), guide) as client:
        talk = Talk(client)
        talk.post(text="hello")
        talk.until(lambda events: any(line.get("code") == "guide_slow" for line in events))
        threading.Timer(0.5, talk.erase).start()
        assert "typing" not in [line["event"] for line in read_stream(client, talk)]


def test_a_heartbeat_keeps_the_stream_alive(monkeypatch, client, talk):
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.2)
    threading.Timer(1, talk.erase).start()
    beats = [line for line in read_stream(client, talk) if line["event"] == "heartbeat"]
    assert len(beats) >= 2
    assert all("id" not in beat for beat in beats)


@pytest.mark.parametrize("last", ["", "-1", "x", "9" * 40, "\u00b2"])
def test_a_last_number_that_is_none_of_ours_replays_all(client, talk, last):
    threading.Timer(0.3, talk.erase).start()
    found = read_stream(client, talk, last=last.encode("latin-1"))
    assert found[0]["id"] == "1"


def test_a_lost_wake_up_costs_no_message(monkeypatch, talk):
    monkeypatch.setattr(stream, "POLL_S", 0.1)
    monkeypatch.setattr(Wakeups, "look_again", lambda *_: None)
    threading.Timer(0.3, lambda: talk.post(text="hello")).start()
    assert talk.get("/events", after=1, wait=5).json()["events"][0]["text"] == "hello"
