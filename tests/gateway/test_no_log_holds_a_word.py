"""Whatever goes wrong, no log holds what was said, who said it, or a key to it."""

import sqlite3

import pytest
from conftest import Talk, gateway, wait_for

MARKER = "xylophonequartz"


@pytest.mark.parametrize("wrong", ["status", "raw", "refused", "store"])
def test_in_any_trouble(settings, guide, capfd, wrong, monkeypatch):
    with gateway(settings.model_copy(update={"log_level": "DEBUG", "give_up_after_s": 0.5}), guide) as client:
        talk = Talk(client)
        guide.status = {"status": 503, "refused": 422}.get(wrong, 200)
        guide.raw = MARKER.encode() if wrong == "raw" else None
        if wrong == "store":
            with sqlite3.connect(settings.folder / "gateway.db", timeout=5) as store:
                store.execute(
                    "CREATE TRIGGER broken BEFORE INSERT ON entries WHEN NEW.in_reply_to > 0 BEGIN SELECT RAISE(ABORT, 'broken'); END"
                )
            guide.answer = {"messages": [{"text": MARKER}]}
        talk.post(text=f"my partner is {MARKER}")
        wait_for(lambda: guide.heard)
        talk.until(lambda events: any(line.get("code") == "guide_gave_up" for line in events), 6)
        token = talk.headers["Authorization"].removeprefix("Bearer ")
    written = "".join(capfd.readouterr())
    assert '"level"' in written, "something was logged: else this test would prove nothing"
    for secret in (MARKER, token, "testclient"):
        assert secret not in written
