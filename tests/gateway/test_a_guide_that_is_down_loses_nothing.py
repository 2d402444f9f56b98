"""A message waits for a guide that is starting, failing or gone; the visitor is told once, and answered once."""

import httpx
import pytest
from litestar.testing import TestClient

from gateway.app import create_app
from gateway.guide_client import GuideClient


@pytest.fixture
def settings(settings):
    """A visitor is told soon."""
    return settings.model_copy(update={"slow_after_s": 0.3})


def codes(events):
    return [line["code"] for line in events if line.get("author") == "notice"]


@pytest.mark.parametrize("status", [500, 503, 401])
def test_told_when_slow_and_answered_when_back(talk, guide, status):
    guide.status = status
    seq = talk.post(text="hello").json()["seq"]
    events = talk.until(lambda events: "guide_slow" in codes(events))
    assert events[-1]["cards"], "who can be reached meanwhile"
    guide.status = 200
    events = talk.until(lambda events: any(line.get("in_reply_to") == seq for line in events))
    assert codes(events) == ["guide_slow", "guide_back"]
    assert len([line for line in events if line.get("in_reply_to") == seq]) == 1


def test_an_empty_answer_is_a_failure(talk, guide):
    guide.answer = {"messages": []}
    talk.post(text="hello")
    assert talk.until(lambda events: "guide_slow" in codes(events))


def test_given_up_in_the_end_and_the_next_one_is_not_blocked(talk, guide):
    guide.status = 503
    talk.post(text="the first")
    talk.until(lambda events: "guide_gave_up" in codes(events), 8)
    guide.status = 200
    seq = talk.post(text="the second").json()["seq"]
    talk.until(lambda events: any(line.get("in_reply_to") == seq for line in events))


def test_what_the_guide_refuses_is_not_sent_again(talk, guide):
    guide.status = 422
    talk.post(text="hello")
    talk.until(lambda events: "guide_gave_up" in codes(events))
    assert len(guide.heard) == 1


def test_a_gateway_that_was_killed_takes_up_where_it_was(talk, guide, settings):
    guide.status = 503
    seq = talk.post(text="hello").json()["seq"]
    talk.until(lambda events: "guide_slow" in codes(events))
    guide.status = 200
    with TestClient(create_app(settings, GuideClient("http://guide", "s", httpx.MockTransport(guide)))) as second:
        talk.client = second
        talk.until(lambda events: any(line.get("in_reply_to") == seq for line in events))
        assert len([line for line in talk.events() if line.get("in_reply_to") == seq]) == 1
