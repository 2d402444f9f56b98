"""Gathers what the desk's pages show; reads only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import callbacks, queue
from gateway.brief import Brief, Line, brief_of, handed_over, lines_of, visible
from gateway.contacts import contact_cards
from gateway.desk.crisis import Crisis, crises
from gateway.desk_tables import CannedReply, Check, Draft, Handoff, Note, Representative
from gateway.handoff import OUTCOMES
from gateway.looking import Looking
from gateway.parts import Parts
from gateway.problems import Problem
from gateway.sealing import CannotOpen
from gateway.store import Conversation, now

PREVIEW = 90


@dataclass(frozen=True)
class Row:
    """One conversation in the list."""

    id: str
    state: str
    holder: str | None
    mine: bool
    danger: list[Crisis]
    minutes: int
    hint: str
    there: bool
    at_head: bool


@dataclass(frozen=True)
class Said:
    """One message as the desk shows it."""

    seq: int
    at: Any
    author: str
    name: str
    text: str
    cards: list[dict[str, Any]]
    with_guide: bool
    check: str | None  # None: not to be checked; else "not checked", "clear" or a danger's level
    danger: str


async def rows(session: AsyncSession, parts: Parts, me: Representative) -> list[Row]:
    """Returns who waits, in order, then the live conversations, mine first."""
    live = await session.scalars(select(Conversation).where(Conversation.state == "live").order_by(Conversation.id))
    names = await _names(session)
    ordered = [*await queue.waiting(session), *sorted(live, key=lambda one: one.representative_id != me.id)]
    found = []
    for one in ordered:
        brief = brief_of(one, handed_over(await lines_of(session, one.id)))
        found.append(_row(one, brief, parts, names, me))
    return found


def _row(one: Conversation, brief: Brief, parts: Parts, names: dict[str, str], me: Representative) -> Row:
    hint = brief.text or brief.last_message or ", ".join(topic.replace("_", " ") for topic in brief.topics)
    waits = int((now() - one.waiting_since).total_seconds() // 60) if one.waiting_since else 0
    return Row(
        id=one.id,
        state=one.state,
        holder=names.get(one.representative_id or ""),
        mine=one.representative_id == me.id,
        danger=crises(one.danger),
        minutes=waits,
        hint=hint[:PREVIEW],
        there=parts.wakeups.is_watched(one.id),
        at_head=one.at_head,
    )


async def fetch(session: AsyncSession, conversation_id: str) -> Conversation:
    """Returns a conversation that a person was asked for in.

    Raises:
        Problem: 404 for all others: nobody at the desk reads what was said with the guide alone.
    """
    found = await session.get(Conversation, conversation_id)
    asked = await session.scalar(select(Handoff.id).where(Handoff.conversation_id == conversation_id).limit(1))
    if found is None or asked is None:
        raise Problem(404, "not-found", "There is no such conversation here. It may have been erased.")
    return found


async def said_in(session: AsyncSession, conversation: Conversation, after: int = 0) -> list[Said]:
    """Returns the messages that a representative may read, after a number."""
    checks = {one.seq: one for one in await session.scalars(select(Check).where(Check.conversation_id == conversation.id))}
    lines = visible(conversation, await lines_of(session, conversation.id))
    return [_said(line, checks) for line in lines if line.entry.seq > after and line.entry.kind == "message"]


def _said(line: Line, checks: dict[int, Check]) -> Said:
    body, seq = line.entry.body, line.entry.seq
    author = str(body["author"])
    names = {"visitor": "Visitor", "guide": "Guide (a bot)", "notice": "Notice"}
    danger = checks[seq].danger if seq in checks else None
    return Said(
        seq=seq,
        at=line.entry.at,
        author=author,
        name=str(body.get("name") or names.get(author, author)),
        text=str(body.get("text") or ""),
        cards=list(body.get("cards") or []),
        with_guide=line.with_guide,
        check=_check(checks.get(seq)),
        danger=crises({danger["kind"]: danger["level"]})[0].name if danger else "",
    )


def _check(check: Check | None) -> str | None:
    if check is None:
        return None
    if check.checked_at is None:
        return "not checked"
    return check.danger["level"] if check.danger else "clear"


async def whole(session: AsyncSession, parts: Parts, conversation: Conversation, me: Representative) -> dict[str, Any]:
    """Returns all that the page of one conversation shows."""
    messages = await said_in(session, conversation)
    return {
        "talk": conversation,
        "mode": mode(conversation, me),
        "messages": messages,
        "last": conversation.last_seq,
        "unchecked": unchecked(messages),
        **await side(session, parts, conversation, me),
        **await reply(session, parts, conversation, me),
        "status": await status(session, parts, conversation, me),
    }


async def side(session: AsyncSession, parts: Parts, conversation: Conversation, me: Representative) -> dict[str, Any]:
    """Returns the brief, what to do about danger, and the notes."""
    names = await _names(session)
    notes = await session.scalars(select(Note).where(Note.conversation_id == conversation.id).order_by(Note.id))
    return {
        "brief": brief_of(conversation, handed_over(await lines_of(session, conversation.id))),
        "crises": crises(conversation.danger),
        "callback": await _callback(session, parts, conversation),
        "notes": [{"at": one.at, "name": names.get(one.representative_id, "–"), "text": one.text} for one in notes],
        "colleagues": await _colleagues(session, me),
        "outcomes": OUTCOMES,
    }


async def reply(session: AsyncSession, parts: Parts, conversation: Conversation, me: Representative) -> dict[str, Any]:
    """Returns what the reply box needs."""
    draft = await session.get(Draft, (conversation.id, me.id))
    ready = await session.scalars(select(CannedReply).order_by(CannedReply.title))
    return {
        "draft": draft.text if draft else "",
        "message_id": str(uuid.uuid4()),
        "seen": conversation.last_seq,
        "ready": [{"title": one.title, "text": fill(one.text, me, parts.settings.site_name)} for one in ready],
        "contacts": list(contact_cards().values()),
    }


async def status(session: AsyncSession, parts: Parts, conversation: Conversation, me: Representative) -> dict[str, Any]:
    """Returns what goes on just now: who looks, who writes, what was read."""
    names = await _names(session)
    mine = [one.seq for one in await said_in(session, conversation) if one.author == "representative"]
    looking: Looking = parts.looking
    return {
        "danger": crises(conversation.danger),
        "holder": names.get(conversation.representative_id or ""),
        "there": parts.wakeups.is_watched(conversation.id),
        "writing": parts.wakeups.is_writing(conversation.id, "visitor"),
        "read": bool(mine) and conversation.read_seq >= mine[-1],
        "others": [names[one] for one in looking.others(conversation.id, me.id) if one in names],
        "writing_too": [names[one] for one in looking.writers(conversation.id, me.id) if one in names],
    }


def mode(conversation: Conversation, me: Representative) -> str:
    """Returns what the page is for this representative; when it changes, the page must be made anew."""
    if conversation.state == "live":
        return "mine" if conversation.representative_id == me.id else "colleague"
    return conversation.state


def unchecked(messages: Sequence[Said]) -> str:
    """Returns the numbers of messages that were shown as not checked, for the next look."""
    return ",".join(str(one.seq) for one in messages if one.check == "not checked")


def fill(text: str, me: Representative, site: str) -> str:
    """Fills a ready reply's placeholders."""
    return text.replace("{name}", me.name).replace("{site}", site)


async def _callback(session: AsyncSession, parts: Parts, conversation: Conversation) -> dict[str, Any] | None:
    """Returns when and how this visitor may be reached; name and address stand on the callbacks' page alone."""
    found = await callbacks.of(session, conversation)
    if found is None or found.status != "open":
        return None
    try:
        kept = parts.sealing.open(found.sealed)
    except CannotOpen:
        return None
    return {**callbacks.spoken_due(found), "voicemail": kept["voicemail"] == "yes"}


async def _colleagues(session: AsyncSession, me: Representative) -> list[Representative]:
    here = select(Representative).where(
        Representative.active.is_(True), Representative.status == "here", Representative.id != me.id
    )
    return list(await session.scalars(here.order_by(Representative.name)))


async def _names(session: AsyncSession) -> dict[str, str]:
    return {one.id: one.name for one in await session.scalars(select(Representative))}
