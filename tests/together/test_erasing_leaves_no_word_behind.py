"""A marker word is written, the conversation erased, and both database files are searched for it."""

from __future__ import annotations

import time

MARKER = "xylophonequartz"


def files_with(folder, marker):
    return [file.name for file in folder.iterdir() if file.is_file() and marker.encode() in file.read_bytes()]


def test_in_the_gateways_file_and_the_guides(stack, visitor):
    visitor.say(f"my partner calls me {MARKER} and i do everything for him")
    found = files_with(stack.folder, MARKER)
    assert any(name.startswith("gateway.db") for name in found), "the marker was never there: this test would prove nothing"
    assert any(name.startswith("guide.db") for name in found)
    assert visitor.client.delete(visitor.base, headers=visitor.headers).status_code == 204
    time.sleep(0.5)
    assert files_with(stack.folder, MARKER) == []


def test_also_when_the_guide_is_down_as_soon_as_it_is_back(stack, visitor):
    visitor.say(f"my name for him is {MARKER}down")
    stack.kill("guide")
    assert visitor.client.delete(visitor.base, headers=visitor.headers).status_code == 204
    assert any(name.startswith("guide.db") for name in files_with(stack.folder, f"{MARKER}down"))
    stack.start("guide")
    stack.wait_until_ready()
    for _ in range(40):
        if not files_with(stack.folder, f"{MARKER}down"):
            return
        time.sleep(0.5)
    raise AssertionError("the guide still holds the words")


def test_no_text_stands_in_any_log(stack, visitor):
    visitor.say(f"log me {MARKER}log")
    time.sleep(0.3)
    logs = [file for file in stack.folder.glob("*.log") if f"{MARKER}log".encode() in file.read_bytes()]
    assert logs == []
