"""Word that somebody waits and nobody looks: a signed webhook and e-mail, sent until they arrive; never a visitor's words."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import uuid
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import httpx
import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.desk_tables import Alert, Callback
from gateway.log import stamp
from gateway.problems import place_of
from gateway.settings import Settings
from gateway.store import Conversation, Store, now

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
PATIENCE_S = 10.0
LEASE = timedelta(seconds=60)
WAITS, OVERDUE = "somebody_waits", "callback_overdue"
log = structlog.get_logger()


def ways(settings: Settings) -> list[str]:
    """Returns the ways that the owner has set."""
    return [way for way, on in (("webhook", settings.webhook_url), ("email", settings.alert_email_to)) if on]


async def raise_due(session: AsyncSession, settings: Settings) -> int:
    """Writes an alert for each who waits and was not taken in time, and each callback that is overdue; once each.

    Returns:
        how many were written.
    """
    at = now()
    late = select(Conversation.id, Conversation.waiting_since, Conversation.danger_rank).where(
        Conversation.state == "waiting", Conversation.waiting_since < at - timedelta(seconds=settings.alert_after_s)
    )
    raised = 0
    for conversation, since, danger in (await session.execute(late)).all():
        if since is not None:
            raised += await _raise(session, settings, conversation, WAITS, since, {"danger": danger > 0})
    overdue = select(Callback.conversation_id, Callback.due_at).where(Callback.status == "open", Callback.due_at < at)
    for conversation, since in (await session.execute(overdue)).all():
        raised += await _raise(session, settings, conversation, OVERDUE, since, {})
    return raised


async def _raise(
    session: AsyncSession, settings: Settings, conversation: str, event: str, since: datetime, more: dict[str, Any]
) -> int:
    told = await session.scalars(select(Alert).where(Alert.conversation_id == conversation, Alert.created_at >= since))
    if any(one.body["event"] == event for one in told):
        return 0
    page = "callbacks" if event == OVERDUE else f"talks/{conversation}"
    body = {"event": event, "since": stamp(since), "desk": f"{settings.address}/desk/{page}", **more}
    for way in ways(settings):
        row = Alert(
            id=str(uuid.uuid4()), conversation_id=conversation, way=way, body=body, created_at=now(), next_at=now(), tries=0
        )
        session.add(row)
    return len(ways(settings))


class Alerting:
    """Sends what is to be sent; what fails is tried again, later each time, for as long as it is true."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._client = httpx.AsyncClient(timeout=PATIENCE_S, follow_redirects=False)
        self._task: asyncio.Task[None] | None = None

    def nudge(self) -> None:
        """Sends in the background, unless that is under way."""
        if ways(self._settings) and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._quietly())

    async def close(self) -> None:
        """Stops; what was not sent stays in the store."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._client.aclose()

    async def send_due(self) -> None:
        """Raises what is due and sends it."""
        async with self._store.writing() as session:
            await raise_due(session, self._settings)
            wanted = select(Alert).where(Alert.done_at.is_(None), Alert.next_at <= now()).with_for_update(skip_locked=True)
            due = (await session.scalars(wanted)).all()
            for alert in due:  # nobody else sends it meanwhile; were we to die now, it would be sent after that
                alert.next_at = now() + LEASE
        for alert in due:
            await self._keep(alert, await self._is_over(alert) or await self._arrives(alert))

    async def _quietly(self) -> None:
        try:
            await self.send_due()
        except Exception as fault:  # the clock comes again
            log.error("alerts could not be sent", kind=type(fault).__name__, place=place_of(fault))

    async def _is_over(self, alert: Alert) -> bool:
        """Whether what it tells is true no longer: then it need not be told."""
        async with self._store.reading() as session:
            if alert.body["event"] == OVERDUE:
                of = Callback.conversation_id == alert.conversation_id
                return await session.scalar(select(Callback.status).where(of)) != "open"
            found = await session.get(Conversation, alert.conversation_id)
            return found is None or found.state != "waiting"

    async def _arrives(self, alert: Alert) -> bool:
        try:
            await (self._post(alert) if alert.way == "webhook" else self._mail(alert))
        except (httpx.HTTPError, aiosmtplib.SMTPException, OSError) as problem:
            log.warning(
                "an alert did not arrive; trying again", way=alert.way, tries=alert.tries + 1, reason=type(problem).__name__
            )
            return False
        return True

    async def _keep(self, alert: Alert, done: bool) -> None:
        async with self._store.writing() as session:
            kept = await session.get(Alert, alert.id)
            if kept is None:
                return
            kept.tries += 1
            kept.done_at = now() if done else None
            kept.next_at = now() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(kept.tries - 1, 10))

    async def _post(self, alert: Alert) -> None:
        body = msgspec.json.encode({"id": alert.id, **alert.body})
        at = stamp(now())
        headers = {
            "Content-Type": "application/json",
            "X-Guide-Id": alert.id,
            "X-Guide-Time": at,
            "X-Guide-Signature": signature(self._settings.webhook_secret, at, body),
        }
        (await self._client.post(str(self._settings.webhook_url), content=body, headers=headers)).raise_for_status()

    async def _mail(self, alert: Alert) -> None:
        settings = self._settings
        message = EmailMessage()
        waits = alert.body["event"] == WAITS
        message["Subject"] = "Somebody waits at the desk" if waits else "A callback is overdue"
        message["From"], message["To"] = settings.smtp_from, settings.alert_email_to
        message["Message-ID"] = f"<{alert.id}@{settings.smtp_from.rpartition('@')[2]}>"
        message.set_content(f"{message['Subject']}, since {alert.body['since']}.\n\n{alert.body['desk']}\n")
        await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=PATIENCE_S,
        )


def signature(secret: str, at: str, body: bytes) -> str:
    """Returns what the receiver checks: HMAC-SHA256 of time, a dot and the body."""
    return "v1=" + hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
