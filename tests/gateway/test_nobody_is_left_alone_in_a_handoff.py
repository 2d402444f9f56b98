"""A representative who vanishes is noticed and the visitor told; a long wait is told once; nothing of it hangs on luck."""

from conftest import Talk, Worker


def test_one_who_vanishes_puts_the_visitor_first_in_line(client, talk, maria):
    others = [Talk(client), Talk(client)]
    talk.ask()
    maria.take(talk)
    for other in others:
        other.ask()
    maria.vanish()
    maria.tick()
    assert talk.codes()[-1] == "representative_gone"
    assert (talk.state(), talk.get().json()["position"]) == ("waiting", 1)
    ben = Worker(client, "Ben")
    ben.take(talk)
    assert talk.get().json()["representative"] == {"name": "Ben"}


def test_what_is_written_meanwhile_reaches_whoever_comes(client, talk, maria):
    talk.ask()
    maria.take(talk)
    maria.vanish()
    maria.tick()
    assert talk.post(text="hello?").status_code == 202
    assert "hello?" in [line.get("text") for line in talk.events()]


def test_one_who_is_there_is_left_in_peace(talk, maria):
    talk.ask()
    maria.take(talk)
    maria.tick()
    assert talk.state() == "live"


def test_within_sixty_seconds(settings):
    from gateway.clock import TICK_S

    assert settings.gone_after_s + TICK_S * 2 < 60


def test_just_after_a_start_nobody_is_taken_for_gone(client, talk, maria):
    talk.ask()
    maria.take(talk)
    maria.vanish()
    maria.run(maria.parts.clock.tick)
    assert talk.state() == "live", "their page has not had the time to come back"


def test_one_who_may_no_longer_work_here_is_gone(talk, maria, change):
    talk.ask()
    maria.take(talk)
    change("UPDATE representatives SET active = 0")
    maria.tick()
    assert talk.state() == "waiting"


def test_a_long_wait_is_told_once(talk, maria, change):
    talk.ask()
    maria.tick()
    assert "long_wait" not in talk.codes()
    change("UPDATE conversations SET waiting_since = '2020-01-01 00:00:00.000000'")
    for _ in range(2):
        maria.tick()
    assert talk.codes() == ["handoff_asked", "long_wait"]
    assert talk.state() == "waiting", "and may still wait"


def test_an_erased_conversation_is_gone_from_the_line(client, talk, maria):
    talk.ask()
    assert talk.erase().status_code == 204
    other = Talk(client)
    assert other.ask().json()["position"] == 1


def test_a_failure_does_not_stop_the_clock(client, talk, maria, monkeypatch):
    from gateway import queue

    async def fails(_session):
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(queue, "waiting", fails)
        talk.ask()
        client.app.state.parts.clock.ring()
        import time

        time.sleep(0.2)
    assert not client.app.state.parts.clock._task.done()
