"""An output channel that sends nothing: the answer is read from the tracker, the same way the first time and the tenth."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class Silence(OutputChannel):
    """Takes every message and does nothing with it."""

    @classmethod
    def name(cls) -> str:
        """The name by which responses could be written for this channel alone; none are."""
        return "guide"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Nothing: see the module."""
