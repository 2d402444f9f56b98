"""Word goes out by webhook and e-mail, signed, until it arrives, at least once and with an id, and holds no word of the visitor."""

import contextlib
import email
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from conftest import Talk, Worker, answers, gateway, wait_for

from gateway.alerts import signature
from gateway.settings import Settings, SettingsRefused, load_settings

SECRET, WORDS = "shared", "xylophonequartz"


class Hook:
    """A receiver of the webhook on this machine."""

    def __init__(self):
        self.got, self.status = [], 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.got.append((dict(self.headers), body))
                self.send_response(hook.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def hook():
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Mailbox:
    """What a real SMTP server took."""

    def __init__(self):
        self.got = []

    async def handle_DATA(self, _server, _session, envelope):
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post_office():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@contextlib.contextmanager
def waiting(settings, guide, by_itself=False, **more):
    """A gateway with these settings, and somebody in danger who waits and has said something. It sends when told, or by itself."""
    with gateway(Settings(**{**settings.model_dump(), "alert_after_s": 0, **more}), guide) as client:
        if not by_itself:
            client.app.state.parts.clock._regular.clear()
        maria, talk = Worker(client, "Maria"), Talk(client)
        guide.answer = {
            "messages": [{"text": WORDS}],
            "danger": {"kind": "partner_violence", "level": "check"},
            "topic": "boundaries",
        }
        talk.post(text=WORDS)
        talk.until(answers)
        talk.ask()
        yield client, talk, maria


def send(client):
    client.blocking_portal.call(client.app.state.parts.alerting.send_due)


def test_a_signed_webhook(settings, guide, hook):
    with waiting(settings, guide, by_itself=True, webhook_url=hook.url, webhook_secret=SECRET) as (client, talk, maria):
        maria.tick()
        wait_for(lambda: hook.got)
        send(client)
        maria.tick()
    (headers, body), *more = hook.got
    assert more == [], "once is enough where it arrived"
    told = json.loads(body)
    assert told["event"] == "somebody_waits"
    assert told["id"] == headers["X-Guide-Id"]
    assert told["danger"] is True
    assert told["desk"].endswith(f"/desk/talks/{talk.id}")
    assert headers["X-Guide-Signature"] == signature(SECRET, headers["X-Guide-Time"], body)
    assert headers["X-Guide-Signature"] != signature("another", headers["X-Guide-Time"], body)
    assert WORDS.encode() not in body
    assert b"boundaries" not in body
    assert b"partner" not in body


def test_it_is_sent_again_with_the_same_id_until_it_arrives(settings, guide, hook, change):
    hook.status = 500
    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET) as (client, _, _):
        for tries in (1, 2, 3):
            change("UPDATE alerts SET next_at = '2020-01-01 00:00:00.000000'")
            wait_for(lambda tries=tries: send(client) or len(hook.got) >= tries)
        hook.status = 200
        change("UPDATE alerts SET next_at = '2020-01-01 00:00:00.000000'")
        send(client)
        tried = len(hook.got)
        change("UPDATE alerts SET next_at = '2020-01-01 00:00:00.000000'")
        send(client)
    assert len(hook.got) == tried, "not again once it has arrived"
    assert len({headers["X-Guide-Id"] for headers, _ in hook.got}) == 1


def test_it_is_not_tried_again_at_once(settings, guide, hook):
    hook.status = 500
    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET) as (client, _, _):
        wait_for(lambda: send(client) or hook.got)
        send(client)
    assert len(hook.got) == 1


def test_it_survives_a_restart(settings, guide, hook, change):
    hook.status = 500
    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET) as (client, _, _):
        send(client)
    hook.status = 200
    change("UPDATE alerts SET next_at = '2020-01-01 00:00:00.000000'")
    more = {"alert_after_s": 0, "webhook_url": hook.url, "webhook_secret": SECRET}
    with gateway(Settings(**{**settings.model_dump(), **more}), guide):
        wait_for(lambda: len(hook.got) == 2)
    assert len({headers["X-Guide-Id"] for headers, _ in hook.got}) == 1


def test_nobody_is_told_once_somebody_is_there(settings, guide, hook, change):
    hook.status = 500
    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET) as (client, talk, maria):
        wait_for(lambda: send(client) or hook.got)
        maria.take(talk)
        hook.status = 200
        change("UPDATE alerts SET next_at = '2020-01-01 00:00:00.000000'")
        send(client)
        send(client)
    assert len(hook.got) == 1


def test_a_second_wait_is_told_again(settings, guide, hook):
    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET) as (client, talk, maria):
        send(client)
        maria.take(talk)
        maria.do("hand_back", talk)
        talk.ask()
        send(client)
    assert len({headers["X-Guide-Id"] for headers, _ in hook.got}) == 2


def test_nobody_is_told_of_a_short_wait(settings, guide, hook):
    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET, alert_after_s=60) as (client, _, _):
        send(client)
    assert hook.got == []


def test_an_e_mail(settings, guide, post_office):
    mail = {"alert_email_to": "desk@example.org, boss@example.org", "smtp_from": "guide@example.org"}
    server = {"smtp_host": "127.0.0.1", "smtp_port": post_office.port, "smtp_security": "none"}
    with waiting(settings, guide, **mail, **server) as (client, talk, _):
        wait_for(lambda: send(client) or post_office.got)
        send(client)
    (to, content), *more = post_office.got
    assert more == []
    assert to == ["desk@example.org", "boss@example.org"]
    message = email.message_from_bytes(content)
    assert message["Subject"] == "Somebody waits at the desk"
    assert f"/desk/talks/{talk.id}" in message.get_payload()
    assert WORDS not in content.decode()


def test_a_mail_server_that_is_down_harms_nothing(settings, guide):
    mail = {
        "alert_email_to": "desk@example.org",
        "smtp_from": "g@example.org",
        "smtp_host": "127.0.0.1",
        "smtp_port": free_port(),
    }
    with waiting(settings, guide, **mail) as (client, talk, maria):
        send(client)
        maria.take(talk)
        assert talk.state() == "live"


def test_an_overdue_callback_is_told_too(settings, guide, hook, change):
    from test_a_callback_is_kept_safe_and_nothing_is_forgotten import ask

    with waiting(settings, guide, webhook_url=hook.url, webhook_secret=SECRET) as (client, talk, _):
        talk.stop()
        ask(talk)
        change("UPDATE callbacks SET due_at = '2026-01-01 10:00:00.000000'")
        for _ in range(2):
            send(client)
    told = [json.loads(body) for _, body in hook.got if b"overdue" in body]
    assert len(told) == 1
    assert told[0]["desk"].endswith("/desk/callbacks")
    assert b"Xylophone" not in hook.got[-1][1]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"CRG_WEBHOOK_URL": "https://a.org"}, "CRG_WEBHOOK_SECRET"),
        ({"CRG_WEBHOOK_URL": "a.org", "CRG_WEBHOOK_SECRET": "s"}, "CRG_WEBHOOK_URL"),
        ({"CRG_ALERT_EMAIL_TO": "a@b.org"}, "CRG_SMTP_HOST"),
        ({"CRG_SMTP_SECURITY": "some"}, "CRG_SMTP_SECURITY"),
        ({"CRG_ALERT_AFTER_S": "-1"}, "CRG_ALERT_AFTER_S"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(monkeypatch, given, named):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=named):
        load_settings()


def test_without_settings_nothing_is_sent_or_kept(client, talk, maria, settings):
    talk.ask()
    maria.tick()
    import sqlite3

    with sqlite3.connect(settings.folder / "gateway.db") as store:
        assert store.execute("SELECT count(*) FROM alerts").fetchone() == (0,)
