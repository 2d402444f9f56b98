"""Each of the three processes is killed in the middle of a message: the message is kept, the visitor told, the answer comes once."""

from __future__ import annotations

import time

import pytest


@pytest.mark.parametrize("name", ["actions", "guide"])
def test_the_guide_or_its_actions(stack, visitor, name):
    stack.kill(name)
    seq = visitor.send("how do i set boundaries")
    time.sleep(3)
    notices = [line for line in visitor.log() if line.get("author") == "notice"]
    assert [notice["code"] for notice in notices] == ["guide_slow"]
    assert notices[0]["cards"], "who can be reached meanwhile"
    stack.start(name)
    answer = visitor.answer_to(seq, 90)
    assert answer[-1]["topic"] == "boundaries"
    codes = [line["code"] for line in visitor.log() if line.get("author") == "notice"]
    assert codes == ["guide_slow", "guide_back"]
    assert len([line for line in visitor.log() if line.get("in_reply_to") == seq and line["author"] == "guide"]) == len(answer)


def test_the_gateway(stack, visitor):
    stack.kill("actions")
    seq = visitor.send("how long does it take")
    stack.kill("gateway")
    stack.start("gateway", "actions")
    stack.wait_until_ready()
    assert visitor.answer_to(seq, 60)[-1]["topic"] == "how_long"
    assert len([line for line in visitor.log() if line.get("in_reply_to") == seq and line.get("final")]) == 1


def test_the_same_message_sent_three_times_is_answered_once(visitor):
    message = "5b3c7a52-0a61-4c1b-9d1f-6f4f6a9d2f11"
    numbers = {visitor.send("what is codependency", message_id=message) for _ in range(3)}
    assert len(numbers) == 1
    visitor.answer_to(numbers.pop())
    time.sleep(0.5)
    assert len([line for line in visitor.log() if line.get("in_reply_to")]) == 1
