"""The stream replays what came after a number and goes live; the long poll does the same by the same cursor."""

import json


def read_stream(client, talk, last=None, most=40):
    """Reads a stream's first events as (event, id, data)."""
    headers = {**talk.headers, "Accept": "text/event-stream", **({"Last-Event-ID": str(last)} if last is not None else {})}
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
    import threading

    talk.post(text="hello")
    talk.until(lambda events: len(events) == 3)
    timer = threading.Timer(0.5, lambda: client.delete(talk.base, headers=talk.headers))
    timer.start()
    found = read_stream(client, talk)
    assert [line.get("id") for line in found if line["event"] == "message"] == ["1", "2", "3"]
    assert json.loads(found[0]["data"])["author"] == "guide"
    assert found[-1]["event"] == "erased"


def test_after_a_number_only_what_came_later(client, talk):
    import threading

    talk.post(text="hello")
    talk.until(lambda events: len(events) == 3)
    threading.Timer(0.5, lambda: client.delete(talk.base, headers=talk.headers)).start()
    found = read_stream(client, talk, last=2)
    assert [line["id"] for line in found if line["event"] == "message"] == ["3"]


def test_the_long_poll_waits_for_the_first_event(talk, guide):
    import time

    guide.delay = 0.2
    talk.post(text="hello")
    begun = time.monotonic()
    got = talk.get("/events", after=2, wait=5).json()
    assert got["events"][0]["in_reply_to"] == 2
    assert got["after"] == 3
    assert 0.1 < time.monotonic() - begun < 3


def test_the_long_poll_comes_back_empty_in_time(talk):
    assert talk.get("/events", after=1, wait=0.2).json() == {"events": [], "after": 1}
