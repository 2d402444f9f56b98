"""Runs one turn of the dialogue so that it is kept whole or not at all, and erases a conversation under its lock."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from channel.answer import messages_to

_failure: ContextVar[list[str] | None] = ContextVar("failure", default=None)


class TurnFailed(RuntimeError):
    """A turn did not come to an answer; nothing of it was kept."""


class WatchedEndpoint(EndpointConfig):
    """The action server's address; remembers that a call failed, because Rasa logs the failure and goes on."""

    @classmethod
    def watching(cls, endpoint: EndpointConfig) -> WatchedEndpoint:
        """Returns the same endpoint, watched."""
        watched = cls(endpoint.url)
        watched.__dict__.update(endpoint.__dict__)
        return watched

    async def request(self, *arguments: Any, **options: Any) -> Any:
        """As Rasa's own, noting the failure for :func:`run_turn`."""
        try:
            return await super().request(*arguments, **options)
        except Exception as problem:
            seen = _failure.get()
            if seen is not None:
                seen.append(type(problem).__name__)
            raise


async def run_turn(processor: MessageProcessor, message: UserMessage) -> DialogueStateTracker:
    """Understands a message, lets the guide act, and keeps the turn.

    Returns:
        the tracker with the turn in it.

    Raises:
        TurnFailed: an action failed, the action server was not there, or there was no answer. The tracker is not
            saved, so the same message may come again.
    """
    _watch(processor)
    failures: list[str] = []
    token = _failure.set(failures)
    try:
        tracker = await processor.log_message(message, should_save_tracker=False)
        # Rasa's handle_message is these same steps, but saves the tracker whatever happened.
        await processor._run_prediction_loop(message.output_channel, tracker)
    finally:
        _failure.reset(token)
    if failures:
        raise TurnFailed(f"the action server failed ({failures[0]})")
    if message.message_id and not messages_to(tracker, message.message_id):
        raise TurnFailed("the guide had no answer")
    await processor.save_tracker(tracker)
    return tracker


def _watch(processor: MessageProcessor) -> None:
    if processor.action_endpoint is not None and not isinstance(processor.action_endpoint, WatchedEndpoint):
        processor.action_endpoint = WatchedEndpoint.watching(processor.action_endpoint)


async def erase_conversation(agent: Agent, conversation: str) -> None:
    """Deletes all that the guide knows of a conversation, waiting for a turn that is under way."""
    async with agent.lock_store.lock(conversation):
        store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)  # inside Rasa's fail-safe wrapper
        store.erase(conversation)
