"""Callbacks: the form, what of it is refused, and what is kept. The guide hears only that there is one."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.bodies import CallbackWish
from gateway.desk_tables import Callback
from gateway.log import append_notice
from gateway.problems import Problem
from gateway.sealing import Sealing
from gateway.settings import Settings
from gateway.store import Conversation, Pending, now
from gateway.words import word

FACT_RECORDED = "EXTERNAL_callback_recorded"
LONGEST_NAME = 60


def consent(settings: Settings) -> dict[str, str]:
    """Returns what a visitor agrees to; its id changes when its words do."""
    text = word("callback_consent", site=settings.site_name)
    return {"id": "k-" + hashlib.sha256(text.encode()).hexdigest()[:12], "text": text}


def form_card(settings: Settings) -> dict[str, Any]:
    """Returns the form as a card of the visitor API, with a plain text for clients that cannot draw it."""
    first = now().astimezone(settings.hours.zone).date()
    days = {"from": first.isoformat(), "to": (first + timedelta(days=settings.callback_days)).isoformat()}
    return {
        "kind": "callback_form",
        "fields": [
            {"name": "name", "type": "text", "label": word("callback_name"), "longest": LONGEST_NAME},
            {"name": "channel", "type": "choice", "label": word("callback_channel"), "options": _options("phone", "email")},
            {"name": "address", "type": "text", "label": word("callback_address"), "longest": 200},
            {"name": "day", "type": "date", "label": word("callback_day"), **days},
            {"name": "time", "type": "time", "label": word("callback_time")},
            {"name": "zone", "type": "zone", "label": word("callback_zone")},
            {"name": "voicemail", "type": "yes_no", "label": word("callback_voicemail")},
        ],
        "hours": settings.desk_hours or None,
        "hours_zone": settings.desk_zone if settings.desk_hours else None,
        "consent": consent(settings),
        "text": word("callback_form_text"),
    }


def offered_to(conversation: Conversation) -> bool:
    """Whether this visitor may be offered a callback: not one who says that they are under 18."""
    return not conversation.minor


async def offer(session: AsyncSession, conversation: Conversation, settings: Settings, opens_at: datetime | None) -> None:
    """Shows the form, with when somebody is there again, where that is known."""
    cards = [form_card(settings)] if offered_to(conversation) else []
    if opens_at is not None:
        when = opens_at.astimezone(settings.hours.zone).strftime("%A, %B %-d, %-I:%M %p")
        await append_notice(session, conversation, "nobody_there_until", cards, when=when, zone=_spoken(settings.desk_zone))
    elif cards:
        await append_notice(session, conversation, "callback_offer", cards)


async def of(session: AsyncSession, conversation: Conversation) -> Callback | None:
    """Returns the conversation's callback, unless there is none or it is cancelled."""
    found = await session.scalar(select(Callback).where(Callback.conversation_id == conversation.id))
    return found if found is not None and found.status != "cancelled" else None


async def record(
    session: AsyncSession, conversation: Conversation, wish: CallbackWish, settings: Settings, sealing: Sealing
) -> Callback:
    """Keeps a wish, or changes it. The consent stands with its words and time.

    Raises:
        Problem: 422 naming the field that is wrong; 409 for somebody under 18.
    """
    if not offered_to(conversation):
        raise Problem(409, "not-for-minors", "A callback is not for people under 18. The contacts in the menu are.")
    agreed = consent(settings)
    if wish.consent != agreed["id"]:
        raise Problem(422, "consent-changed", "consent: this is not the text shown now. Show the form again.")
    due = _due(wish, settings)
    who = {"name": _name(wish), "channel": wish.channel, "address": _address(wish, settings)}
    sealed = sealing.seal({**who, "voicemail": "yes" if wish.voicemail else "no"})
    found = await session.scalar(select(Callback).where(Callback.conversation_id == conversation.id))
    fresh = found is None or found.status == "cancelled"
    if found is None:
        found = Callback(id=str(uuid.uuid4()), conversation_id=conversation.id)
        session.add(found)
    found.sealed, found.due_at, found.zone, found.status = sealed, due, wish.zone, "open"
    found.consent_id, found.consent_text, found.consented_at = agreed["id"], agreed["text"], now()
    found.outcome = found.done_at = None
    await _tell(session, conversation, "callback_recorded" if fresh else "callback_changed", found)
    return found


async def cancel(session: AsyncSession, conversation: Conversation) -> None:
    """Cancels; name and address are gone at once. Where there is none, nothing changes."""
    found = await of(session, conversation)
    if found is None:
        return
    found.status, found.sealed = "cancelled", ""
    await append_notice(session, conversation, "callback_cancelled")


def spoken_due(callback: Callback) -> dict[str, str]:
    """Returns day and time as the visitor means them."""
    local = callback.due_at.astimezone(ZoneInfo(callback.zone))
    return {"day": local.strftime("%A, %B %-d"), "time": local.strftime("%-I:%M %p"), "zone": _spoken(callback.zone)}


async def _tell(session: AsyncSession, conversation: Conversation, code: str, callback: Callback) -> None:
    due: dict[str, Any] = {**spoken_due(callback)}
    await append_notice(session, conversation, code, **due)
    if code == "callback_recorded" and conversation.state == "guide":
        seq, message = conversation.last_seq, str(uuid.uuid4())
        row = Pending(conversation_id=conversation.id, seq=seq, message_id=message, text=None, say=FACT_RECORDED, since=now())
        session.add(row)


def _name(wish: CallbackWish) -> str:
    name = " ".join(wish.name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Problem(422, "invalid", f"name: 1 to {LONGEST_NAME} characters.")
    return name


def _address(wish: CallbackWish, settings: Settings) -> str:
    if wish.channel == "email":
        if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}", wish.address.strip()):
            raise Problem(422, "invalid", "address: this is no e-mail address.")
        return wish.address.strip()
    try:
        number = phonenumbers.parse(wish.address, settings.phone_region)
    except phonenumbers.NumberParseException as problem:
        raise Problem(422, "invalid", "address: this is no phone number.") from problem
    if not phonenumbers.is_valid_number(number):
        raise Problem(422, "invalid", "address: this phone number cannot be right. Please check it.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _due(wish: CallbackWish, settings: Settings) -> datetime:
    try:
        zone = ZoneInfo(wish.zone)
    except (ValueError, OSError, KeyError) as problem:
        raise Problem(422, "invalid", "zone: this is no time zone such as America/Chicago.") from problem
    try:
        due = datetime.combine(date.fromisoformat(wish.day), time.fromisoformat(wish.time).replace(tzinfo=None), zone)
    except ValueError as problem:
        raise Problem(422, "invalid", "day and time: give them as 2026-11-30 and 14:30.") from problem
    at = now()
    if not at < due <= at + timedelta(days=settings.callback_days + 1):
        raise Problem(422, "invalid", f"day: choose a time from now on, at most {settings.callback_days} days ahead.")
    if not settings.hours.is_open(due):
        hours = f"{settings.desk_hours} ({_spoken(settings.desk_zone)} time)"
        raise Problem(422, "outside-hours", f"time: choose one within {hours}.")
    return due.astimezone(UTC)


def _spoken(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _options(*names: str) -> list[dict[str, str]]:
    return [{"value": name, "label": word(f"callback_{name}")} for name in names]
