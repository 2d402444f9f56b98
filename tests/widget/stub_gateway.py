"""A small stand-in for the gateway: speaks the visitor API from memory, and misbehaves when told to.

It serves the failure tests, which need faults at exact moments. `python tests/widget/stub_gateway.py [port]` serves the sample page.
"""

# ruff: noqa: RET503  (a handler ends by answering)
from __future__ import annotations

import json
import mimetypes
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gateway.widget_files import WIDGET, as_served

PAGES = {"/": "sample.html", "/chat": "chat.html", "/widget.js": "loader.js"}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
NO_MARKUP = "; require-trusted-types-for 'script'"  # the chat never turns data into markup: the browser itself holds it


@lru_cache
def _as_served(file: Path, changed: int) -> bytes:
    return as_served(file).body


CARD_911 = {
    "kind": "contact",
    "id": "emergency_911",
    "name": "911 Emergency",
    "why": "For danger right now.",
    "hours": "24 hours a day, every day",
    "languages": ["en", "es"],
    "actions": [{"do": "call", "label": "Call 911", "to": "tel:911"}],
    "text": "911 Emergency: call 911.",
}
CARD_988 = {
    "kind": "contact",
    "id": "lifeline_988",
    "name": "988 Suicide & Crisis Lifeline",
    "why": "Free and private support in any crisis.",
    "hours": "24 hours a day, every day",
    "languages": ["en", "es"],
    "actions": [
        {"do": "call", "label": "Call 988", "to": "tel:988"},
        {"do": "text", "label": "Text 988", "to": "sms:988"},
        {"do": "open", "label": "Chat at 988lifeline.org", "to": "https://988lifeline.org/chat"},
    ],
    "text": "988 Suicide & Crisis Lifeline: call or text 988.",
}
CARD_HOTLINE = {
    "kind": "contact",
    "id": "domestic_violence_hotline",
    "name": "National Domestic Violence Hotline",
    "why": "Free and private. They help you think about what is safe.",
    "hours": "24 hours a day, every day",
    "languages": ["en", "es"],
    "actions": [
        {"do": "call", "label": "Call 1-800-799-7233", "to": "tel:+18007997233"},
        {"do": "text", "label": "Text START to 88788", "to": "sms:88788?body=START"},
        {"do": "open", "label": "Chat at thehotline.org", "to": "https://www.thehotline.org"},
    ],
    "text": "National Domestic Violence Hotline: call 1-800-799-7233.",
}
SITE = {
    "name": "Couples Rehab Guide",
    "opening_line": "Hello. Take your time.",
    "notice": {
        "id": "notice-1",
        "text": "This is a bot. It answers from our guide on codependency. It is not a therapist and not for emergencies. "
        "You need not give your name.",
    },
    "kept": {"days": 30, "text": "Your messages and the answers, for 30 days. No name, no address, no cookies."},
    "policy_url": "https://couplesrehabguide.example/privacy",
    "exit_url": "https://www.weather.gov/",
    "emergency_contacts": [CARD_911, CARD_988, CARD_HOTLINE],
    "representative": {"available": False, "opens_at": None},
    "features": {"handoff": False},
}
GREETING = (
    "Hello, I am the guide, a bot. I can talk with you about codependency, from our guide.\n\n"
    "What is on your mind? You can pick one of these or write in your own words."
)
SIGNS = (
    "Many people notice some of these signs:\n\n- Boundaries are hard to set or keep\n- You put their needs first, at a cost to you\n"
    "- You feel responsible for how they feel\n- You fear being left\n\nThere are three more. Does any of these sound like you?"
)
DANGER = (
    "I am glad you told me. What you describe is not your fault. These people can help you think about what is safe, right now:"
)


@dataclass
class Faults:
    """What goes wrong, until it is put right."""

    lose_202: int = 0  # so many messages are taken, but the answer never arrives
    fail_messages: int = 0  # so many messages are answered 500 and not taken
    buffer_stream: bool = False  # something on the way holds the stream back
    down: bool = False  # every call is cut off
    site_down: bool = False
    answer_after: float = 0.02  # seconds the guide takes; None at all where mute
    mute: bool = False
    slow_notice: bool = False
    person: dict[str, Any] = field(default_factory=lambda: {"available": False, "opens_at": None})


class Conversation:
    """One conversation: its log, and those who wait for it to grow."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.token = secrets.token_urlsafe(16)
        self.log: list[tuple[str, dict[str, Any]]] = []  # (event name, event), in order
        self.passing: list[tuple[int, str, dict[str, Any]]] = []  # typing: after which length of the log, name, event
        self.seq_of: dict[str, int] = {}
        self.erased = False
        self.changed = threading.Condition()

    def add(self, name: str, **event: Any) -> int:
        """Appends to the log."""
        with self.changed:
            seq = len(self.log) + 1
            at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            self.log.append((name, {"seq": seq, "at": at, **event}))
            self.changed.notify_all()
            return seq

    def message(self, author: str, text: str, **more: Any) -> int:
        """Appends a message."""
        return self.add("message", author=author, text=text, **more)

    def type(self, author: str = "guide") -> None:
        """Tells that somebody writes; not in the log."""
        with self.changed:
            self.passing.append((len(self.log), "typing", {"author": author}))
            self.changed.notify_all()


class StubGateway:
    """The server, on a thread of its own."""

    def __init__(self, port: int = 0) -> None:
        self.faults = Faults()
        self.conversations: dict[str, Conversation] = {}
        self.calls: list[tuple[str, str]] = []  # method and path of every API call
        self.sent: list[dict[str, Any]] = []  # body of every message POST that arrived
        self.created: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.generation = 0  # streams of an older one are cut
        self.port = port
        self._listen()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def only(self) -> Conversation:
        """The one conversation there is."""
        (conversation,) = self.conversations.values()
        return conversation

    def said(self) -> list[str]:
        """The visitor's texts in the log."""
        return [event["text"] for name, event in self.only.log if name == "message" and event["author"] == "visitor"]

    def cut_streams(self) -> None:
        """Ends every stream and long-poll, as a restart does."""
        self.generation += 1
        for conversation in self.conversations.values():
            with conversation.changed:
                conversation.changed.notify_all()

    def stop(self) -> None:
        """Stops listening and cuts all connections."""
        self.cut_streams()
        self._server.shutdown()
        self._server.server_close()

    def restart(self) -> None:
        """Stops and listens again on the same port; what was stored stays."""
        self.stop()
        self._listen()

    def _listen(self) -> None:
        handler = type("Handler", (_Handler,), {"gateway": self})
        self._server = _Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    # What the guide does

    def greet(self, conversation: Conversation) -> None:
        """The greeting, with starter choices."""
        labels = ["What is codependency?", "What are the signs?", "We keep breaking up", "Talk to a person"]
        choices = [{"id": f"start-{n}", "label": label} for n, label in enumerate(labels)]
        conversation.message("guide", GREETING, choices=choices, cards=[], final=True, in_reply_to=None, topic=None, danger=None)

    def answer(self, conversation: Conversation, seq: int, text: str) -> None:
        """Answers in its own time."""
        faults = self.faults
        if faults.slow_notice:
            conversation.message(
                "notice",
                "The guide is slow right now. Your message is kept. If you need someone now:",
                code="guide_slow",
                cards=[CARD_911, CARD_988],
            )
        if faults.mute:
            return
        conversation.type()
        time.sleep(faults.answer_after)
        rest: dict[str, Any] = {"in_reply_to": seq, "final": True, "cards": [], "danger": None, "topic": "signs", "choices": []}
        if "hits" in text or "scared" in text:
            rest |= {"danger": {"kind": "partner_violence", "level": "act"}, "cards": [CARD_HOTLINE, CARD_911], "topic": None}
            conversation.message("guide", DANGER, **rest)
        elif "long" in text:
            conversation.message(
                "guide",
                "\n\n".join(f"Part {n}. " + "Take it one step at a time, and be kind to yourself. " * 4 for n in range(12)),
                **rest,
            )
        else:
            rest["choices"] = [
                {"id": f"{seq}-more", "label": "Tell me more"},
                {"id": f"{seq}-person", "label": "Talk to a person"},
            ]
            conversation.message(
                "guide", "That sounds hard, and many people say so.", **{**rest, "final": False, "choices": [], "topic": None}
            )
            conversation.message("guide", SIGNS, **rest)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    gateway: StubGateway
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:  # noqa: N802
        self._route("GET")

    def do_POST(self) -> None:  # noqa: N802
        self._route("POST")

    def do_DELETE(self) -> None:  # noqa: N802
        self._route("DELETE")

    def _route(self, method: str) -> None:
        url = urlsplit(self.path)
        self.query = {key: values[0] for key, values in parse_qs(url.query).items()}
        length = int(self.headers.get("Content-Length") or 0)
        self.body = json.loads(self.rfile.read(length)) if length else {}
        if self.gateway.faults.down:
            return self._hang_up()
        if not url.path.startswith("/api/"):
            return self._file(url.path)
        self.gateway.calls.append((method, self.path))
        parts = url.path.removeprefix("/api/").split("/")
        if parts == ["site"]:
            return self._hang_up() if self.gateway.faults.site_down else self._json(200, SITE)
        if parts == ["conversations"]:
            return self._create()
        conversation = self.gateway.conversations.get(parts[1])
        if conversation is None or conversation.erased or self.headers.get("Authorization") != f"Bearer {conversation.token}":
            return self._problem(404, "not-found")
        self._conversation(method, "/".join(parts[2:]), conversation)

    def _create(self) -> None:
        if self.body["notice"] != SITE["notice"]["id"]:
            return self._problem(422, "wrong-notice")
        self.gateway.created.append(self.body)
        conversation = self.gateway.conversations.get(self.body["id"])
        if conversation is None:
            conversation = self.gateway.conversations[self.body["id"]] = Conversation(self.body["id"])
            self.gateway.greet(conversation)
        self._json(201, {"conversation": conversation.id, "token": conversation.token})

    def _conversation(self, method: str, what: str, conversation: Conversation) -> None:
        handlers: dict[tuple[str, str], Callable[[Conversation], None]] = {
            ("GET", ""): lambda c: self._json(
                200, {"state": "guide", "position": None, "representative": None, "last_seq": len(c.log), "expires_at": None}
            ),
            ("DELETE", ""): self._erase,
            ("POST", "messages"): self._message,
            ("GET", "events"): self._events,
            ("GET", "transcript"): self._transcript,
            ("POST", "feedback"): self._feedback,
            ("POST", "handoff"): lambda c: self._json(200, self.gateway.faults.person),
            ("DELETE", "handoff"): lambda c: self._empty(),
        }
        handler = handlers.get((method, what))
        if handler is None:
            return self._problem(501, "not-built")
        handler(conversation)

    def _message(self, conversation: Conversation) -> None:
        faults = self.gateway.faults
        if faults.fail_messages:
            faults.fail_messages -= 1
            return self._problem(500, "broken")
        self.gateway.sent.append(self.body)
        seq = conversation.seq_of.get(self.body["id"])
        if seq is None:
            seq = self._accept(conversation)
        if faults.lose_202:
            faults.lose_202 -= 1
            return self._hang_up()
        self._json(202, {"seq": seq})

    def _accept(self, conversation: Conversation) -> int:
        labels = {choice["id"]: choice["label"] for _, event in conversation.log for choice in event.get("choices") or []}
        text = labels[self.body["choice"]] if "choice" in self.body else self.body["text"].strip()
        seq = conversation.message("visitor", text, id=self.body["id"])
        conversation.seq_of[self.body["id"]] = seq
        threading.Thread(target=self.gateway.answer, args=(conversation, seq, text), daemon=True).start()
        return seq

    def _events(self, conversation: Conversation) -> None:
        if "text/event-stream" in self.headers.get("Accept", ""):
            return self._stream(conversation)
        after, until = int(self.query["after"]), time.monotonic() + float(self.query["wait"])
        generation = self.gateway.generation
        with conversation.changed:
            while len(conversation.log) <= after and time.monotonic() < until and generation == self.gateway.generation:
                conversation.changed.wait(0.2)
        if generation != self.gateway.generation:
            return self._hang_up()
        events = [{"event": name, **event} for name, event in conversation.log[after:]]
        self._json(200, {"events": events, "after": events[-1]["seq"] if events else after})

    def _stream(self, conversation: Conversation) -> None:
        self.close_connection = True
        generation = self.gateway.generation
        while self.gateway.faults.buffer_stream and generation == self.gateway.generation:
            time.sleep(0.05)  # not even the headers get through
        self._head(200, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        at, passed, beat = int(self.headers.get("Last-Event-ID") or 0), len(conversation.passing), 0.0
        while generation == self.gateway.generation:
            with conversation.changed:
                entries, at = conversation.log[at:], len(conversation.log)
                passing, passed = conversation.passing[passed:], len(conversation.passing)
                if not entries and not passing and not conversation.erased:
                    conversation.changed.wait(0.5)
            for name, event in entries:
                self._write(f"id: {event['seq']}\nevent: {name}\ndata: {json.dumps(event)}\n\n")
            for _, name, event in passing:
                self._write(f"event: {name}\ndata: {json.dumps(event)}\n\n")
            if conversation.erased:
                return self._write("event: erased\ndata: {}\n\n")
            if time.monotonic() - beat > 15:
                beat = time.monotonic()
                self._write("event: heartbeat\ndata: {}\n\n")

    def _erase(self, conversation: Conversation) -> None:
        with conversation.changed:
            conversation.erased = True
            conversation.log.clear()
            conversation.changed.notify_all()
        self._empty()

    def _transcript(self, conversation: Conversation) -> None:
        lines = [f"{event['author']}: {event['text']}" for name, event in conversation.log if name == "message"]
        self._send(200, "\n\n".join(lines).encode(), "text/plain; charset=utf-8")

    def _feedback(self, conversation: Conversation) -> None:
        self.gateway.feedback.append(self.body)
        self._empty()

    def _file(self, path: str) -> None:
        if path == "/contacts":
            return self._send(200, b"<!doctype html><html lang=en><title>Contacts</title><h1>Contacts</h1>", "text/html")
        file = (WIDGET / PAGES.get(path, path.removeprefix("/widget/"))).resolve()
        if not file.is_file() or WIDGET not in file.parents:
            return self._problem(404, "not-found")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self._send(
            200,
            _as_served(file, file.stat().st_mtime_ns),
            f"{kind}; charset=utf-8",
            {"Content-Security-Policy": CSP + (NO_MARKUP if path == "/chat" else ""), "Cache-Control": "no-cache"},
        )

    def _json(self, status: int, data: Any) -> None:
        self._send(status, json.dumps(data).encode(), "application/json")

    def _problem(self, status: int, kind: str) -> None:
        self._send(status, json.dumps({"type": kind, "status": status}).encode(), "application/problem+json")

    def _empty(self) -> None:
        self._send(204, b"", "")

    def _send(self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        headers = {"Content-Type": kind, **(more or {})} if kind else dict(more or {})
        if status != 204:
            headers["Content-Length"] = str(len(body))
        self._head(status, headers)
        self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def main() -> None:
    """Serves the sample page until Ctrl-C."""
    gateway = StubGateway(int(sys.argv[1]) if len(sys.argv) > 1 else 8090)
    print(f"{gateway.url}/", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        gateway.stop()


if __name__ == "__main__":
    main()
