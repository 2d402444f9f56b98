"""The parts of a running gateway, made once and handed to whoever needs them."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.alerts import Alerting
from gateway.answering import Answering
from gateway.any_desk import Desk
from gateway.checking import Checking
from gateway.clock import Clock
from gateway.erasing import Erasing
from gateway.events import Wakeups
from gateway.guide_client import GuideClient
from gateway.limits import Limits
from gateway.looking import Looking
from gateway.own_desk import OwnDesk
from gateway.sealing import Sealing
from gateway.settings import Settings
from gateway.store import Store
from gateway.tokens import load_key


@dataclass
class Parts:
    """Everything that a request may need."""

    settings: Settings
    store: Store
    wakeups: Wakeups
    guide: GuideClient
    desk: Desk
    answering: Answering
    checking: Checking
    erasing: Erasing
    alerting: Alerting
    clock: Clock
    limits: Limits
    key: bytes
    sealing: Sealing
    looking: Looking = field(default_factory=Looking)

    @classmethod
    def made_from(cls, settings: Settings, guide: GuideClient | None = None) -> Parts:
        """Makes the parts that the settings describe."""
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = Store(settings.store_url)
        wakeups = Wakeups()
        client = guide or GuideClient(settings.guide_address, settings.channel_secret)
        desk = OwnDesk(settings, wakeups)
        checking = Checking(store, client, wakeups, desk)
        answering = Answering(settings, store, client, wakeups, desk)
        erasing = Erasing(store, client, answering, wakeups)
        answering.on_erase = erasing.erase
        limits = Limits(settings.messages_a_minute, settings.conversations_an_hour)
        alerting = Alerting(settings, store)
        clock = Clock(settings, store, wakeups, desk, [checking.nudge, alerting.nudge])
        key, sealing = load_key(settings.folder), Sealing(settings.callback_key, settings.folder)
        return cls(settings, store, wakeups, client, desk, answering, checking, erasing, alerting, clock, limits, key, sealing)
