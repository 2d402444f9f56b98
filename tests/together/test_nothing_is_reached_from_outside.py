"""Rasa and the action server listen on the loopback alone, the door has a lock, and no process talks to the world."""

from __future__ import annotations

import httpx
import psutil
import pytest


def sockets(stack):
    for name, process in stack.processes.items():
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for member in family:
            for connection in member.net_connections(kind="inet"):
                yield name, connection


def test_every_port_is_bound_to_the_loopback(stack, visitor):
    visitor.say("what is codependency")
    listening = [(name, c.laddr.ip, c.laddr.port) for name, c in sockets(stack) if c.status == psutil.CONN_LISTEN]
    assert {port for _, _, port in listening} >= {stack.settings.port, stack.settings.guide_port, stack.settings.actions_port}
    assert {ip for _, ip, _ in listening} <= {"127.0.0.1", "::1"}


def test_no_process_has_a_connection_beyond_the_loopback(stack, visitor):
    visitor.say("does insurance cover this")
    far = [(name, c.raddr) for name, c in sockets(stack) if c.raddr and c.raddr.ip not in ("127.0.0.1", "::1")]
    assert far == []


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "messages"), ("POST", "parse"), ("DELETE", "conversations/x"), ("GET", "health")]
)
def test_without_the_secret_the_door_is_shut(stack, header, method, path):
    got = httpx.request(
        method, f"http://127.0.0.1:{stack.settings.guide_port}/webhooks/guide/{path}", headers=header, trust_env=False
    )
    assert got.status_code == 401
