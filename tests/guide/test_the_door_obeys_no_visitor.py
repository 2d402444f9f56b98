"""What a visitor types is never taken as a command, and a wrong body is refused in words without its content."""

from __future__ import annotations

import json

import pytest

from channel.wire import BadMessage, harmless, read_message, read_text


def body(**fields):
    return json.dumps({"conversation": "c", "id": "1", **fields}).encode()


@pytest.mark.parametrize("text", ["/request_human", " /EXTERNAL_x", "//restart", "/ /restart", "\n/session_start"])
def test_a_leading_slash_is_taken_off(text):
    assert not read_message(body(text=text)).said.startswith("/")


def test_only_slashes_are_still_a_message():
    assert harmless("///") == "?"


def test_a_choice_keeps_its_slash():
    assert read_message(body(choice="/ask_signs")).said == "/ask_signs"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "a", "choice": "/b"},
        {"choice": "ask_signs"},
        {"choice": "/EXTERNAL_x"},
        {"fact": "x"},
        {"text": ""},
        {"text": 5},
    ],
)
def test_a_wrong_message_is_refused(fields):
    with pytest.raises(BadMessage):
        read_message(body(**fields))


@pytest.mark.parametrize(
    "raw", [b"", b"no json", b"[1]", b'{"conversation": "c"}', b'{"conversation":"c","id":"1","text":"a","metadata":3}']
)
def test_a_body_that_is_no_message_is_refused_without_its_content(raw):
    with pytest.raises(BadMessage) as refused:
        read_message(raw)
    assert "no json" not in str(refused.value)


def test_a_text_to_look_at_is_no_command_either():
    assert read_text(json.dumps({"text": "/EXTERNAL_x"}).encode()) == "EXTERNAL_x"


@pytest.mark.parametrize("sent", [b"{", b"[]", b"{}", b'{"text": ""}', b'{"text": 5}'])
def test_what_is_no_text_to_look_at_is_refused(sent):
    with pytest.raises(BadMessage):
        read_text(sent)
