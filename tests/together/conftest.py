"""The real stack, started once for all tests that do not break it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from stack import Stack, Visitor


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Gateway, Rasa and action server, ready."""
    running = Stack(tmp_path_factory.mktemp("data"), messages_a_minute=1000, conversations_an_hour=1000, slow_after_s=1.5)
    running.start()
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture
def visitor(stack: Stack) -> Visitor:
    """A visitor who has just agreed to the notice."""
    return Visitor(stack)
