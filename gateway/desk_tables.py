"""The tables of the handoff and the desk: who works here, what they noted, what is to be checked, called back or told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store import Base

OF_CONVERSATION = "conversations.id"


class Handoff(Base):
    """One time that a visitor asked for a person: when, who came when, how it closed."""

    __tablename__ = "handoffs"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(OF_CONVERSATION, ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    how: Mapped[str | None] = mapped_column(String(32))  # the move that closed it
    representative_id: Mapped[str | None] = mapped_column(String(36))


class Representative(Base):
    """A person who answers at the desk."""

    __tablename__ = "representatives"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(60))  # what visitors read
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))  # representative or admin
    active: Mapped[bool] = mapped_column(default=True)
    status: Mapped[str] = mapped_column(String(16), default="away")  # here or away
    seen_at: Mapped[datetime | None]  # when a page of theirs was last connected
    created_at: Mapped[datetime]


class DeskSession(Base):
    """A signed-in browser. Only the token's hash is kept; without its row a session is over."""

    __tablename__ = "desk_sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    representative_id: Mapped[str] = mapped_column(ForeignKey("representatives.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Audit(Base):
    """Who read or changed what. Holds no words of a visitor."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    representative_id: Mapped[str | None] = mapped_column(String(36))
    did: Mapped[str] = mapped_column(String(40))
    about: Mapped[str | None] = mapped_column(String(100))


class Note(Base):
    """A private note of a representative; never part of the log that a visitor reads."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(OF_CONVERSATION, ondelete="CASCADE"), index=True)
    representative_id: Mapped[str] = mapped_column(String(36))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Draft(Base):
    """A reply that a representative has begun to write."""

    __tablename__ = "drafts"
    conversation_id: Mapped[str] = mapped_column(ForeignKey(OF_CONVERSATION, ondelete="CASCADE"), primary_key=True)
    representative_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class CannedReply(Base):
    """A reply at hand for all; ``{name}`` and the like are filled in when it is put into the box."""

    __tablename__ = "canned_replies"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)


class Check(Base):
    """A visitor's message to a person, which the guide looks at for danger only."""

    __tablename__ = "checks"
    conversation_id: Mapped[str] = mapped_column(ForeignKey(OF_CONVERSATION, ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime | None]
    danger: Mapped[dict[str, Any] | None]


class Callback(Base):
    """A wish to be called back. Name and address are sealed; the consent stands as it was read."""

    __tablename__ = "callbacks"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(OF_CONVERSATION, ondelete="CASCADE"), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(index=True)
    zone: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))  # open, done, cancelled
    outcome: Mapped[str | None] = mapped_column(String(32))
    consent_id: Mapped[str] = mapped_column(String(64))
    consent_text: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime]
    representative_id: Mapped[str | None] = mapped_column(String(36))
    done_at: Mapped[datetime | None]


class Alert(Base):
    """Word to be sent out that somebody waits, until it has arrived."""

    __tablename__ = "alerts"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(OF_CONVERSATION, ondelete="CASCADE"), index=True)
    way: Mapped[str] = mapped_column(String(16))  # webhook or email
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
