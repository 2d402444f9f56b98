"""The parts of a running gateway, made once and handed to whoever needs them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from gateway.answering import Answering
from gateway.erasing import Erasing
from gateway.events import Wakeups
from gateway.guide_client import GuideClient
from gateway.limits import Limits
from gateway.settings import Settings
from gateway.store import Sessions, open_store
from gateway.tokens import load_key


@dataclass
class Parts:
    """Everything that a request may need."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    wakeups: Wakeups
    guide: GuideClient
    answering: Answering
    erasing: Erasing
    limits: Limits
    key: bytes

    @classmethod
    def made_from(cls, settings: Settings, guide: GuideClient | None = None) -> Parts:
        """Makes the parts that the settings describe."""
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine, sessions = open_store(settings.store_url)
        wakeups = Wakeups()
        client = guide or GuideClient(settings.guide_address, settings.channel_secret)
        answering = Answering(settings, sessions, client, wakeups)
        erasing = Erasing(engine, sessions, client, answering, wakeups)
        answering.on_erase = erasing.erase
        limits = Limits(settings.messages_a_minute, settings.conversations_an_hour)
        return cls(settings, engine, sessions, wakeups, client, answering, erasing, limits, load_key(settings.folder))
