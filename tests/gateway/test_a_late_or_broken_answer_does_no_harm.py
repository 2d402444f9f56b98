"""An answer that is late, broken, doubled, or cannot be kept is never shown wrongly and never stops what comes after."""

import pytest
from conftest import Talk, answers, gateway, wait_for

from gateway import conversation


@pytest.mark.parametrize("raw", [b"", b"no json", b"[]", b'{"messages": [{}]}', b'{"messages": [{"text": 5}]}', b"\xff"])
def test_what_is_no_answer_is_asked_for_again(talk, guide, raw):
    guide.raw = raw
    talk.post(text="hello")
    wait_for(lambda: len(guide.heard) >= 2)
    guide.raw = None
    talk.until(lambda events: len(answers(events)) == 1)
    assert len({heard["id"] for heard in guide.heard}) == 1, "always the same id, so that the guide can tell"


def test_an_answer_to_a_conversation_that_has_ended_is_dropped(talk, guide, change):
    guide.delay = 0.3
    talk.post(text="hello")
    wait_for(lambda: guide.heard)
    change("UPDATE conversations SET state = 'ended'")
    assert talk.get("/events", after=2, wait=0.6).json()["events"] == []
    assert len(guide.heard) == 1, "and it is not asked for again"
    assert talk.post(text="more").status_code == 409


def test_an_answer_that_is_there_already_is_not_written_twice(talk, guide, change):
    seq = talk.post(text="hello").json()["seq"]
    talk.until(answers)
    change("INSERT INTO pending SELECT conversation_id, seq, message_id, 'hello', NULL, at FROM entries WHERE seq = ?", seq)
    talk.post(text="the next")
    events = talk.until(lambda events: len(answers(events)) == 2)
    assert [line["in_reply_to"] for line in answers(events)] == [2, 4]
    assert len(events) == 5, "and nothing else is said"


def test_a_store_that_fails_once_loses_nothing(monkeypatch, talk):
    kept, failures = conversation.take_answer, [OSError("disk"), OSError("disk")]

    async def take_answer(*arguments):
        if failures:
            raise failures.pop()
        await kept(*arguments)

    monkeypatch.setattr(conversation, "take_answer", take_answer)
    talk.post(text="hello")
    talk.until(lambda events: len(answers(events)) == 1)


def test_an_answer_that_can_never_be_kept_is_given_up(monkeypatch, talk, guide):
    async def take_answer(*_):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(conversation, "take_answer", take_answer)
        talk.post(text="hello")
        talk.until(lambda events: any(line.get("code") == "guide_gave_up" for line in events), 10)
    talk.post(text="the next")
    talk.until(answers)


def test_what_waited_while_the_gateway_was_off_for_long_is_still_tried(settings, guide, change):
    guide.status = 503
    with gateway(settings, guide) as client:
        talk = Talk(client)
        talk.post(text="hello")
    change("UPDATE pending SET since = '2020-01-01 00:00:00.000000'")
    guide.status = 200
    with gateway(settings, guide) as client:
        talk.client = client
        talk.until(lambda events: len(answers(events)) == 1)


def test_an_answer_in_several_messages_comes_whole(talk, guide):
    guide.answer = {
        "messages": [{"text": "That is hard."}, {"text": "Call.", "choices": [{"label": "Safe", "say": "/affirm"}]}],
        "topic": None,
        "danger": {"kind": "partner_violence", "level": "act"},
        "orders": [{"do": "request_handoff", "reason": "asked"}, {"do": "something_new"}],
    }
    talk.post(text="hello")
    found = answers(talk.until(lambda events: len(answers(events)) == 2))
    assert [line["final"] for line in found] == [False, True]
    assert {line["in_reply_to"] for line in found} == {2}
    assert found[1]["danger"] == {"kind": "partner_violence", "level": "act"}


def test_the_guide_is_told_what_it_must_know(client, guide):
    talk = Talk(client, page="https://example.org/boundaries", locale="es")
    talk.post(text="/restart")
    wait_for(lambda: guide.heard)
    assert guide.heard[0]["text"] == "/restart", "typed: the door takes the slash off"
    assert "choice" not in guide.heard[0]
    assert guide.heard[0]["metadata"] == {
        "page": "https://example.org/boundaries",
        "locale": "es",
        "representative": {"available": False, "opens_at": None},
    }
