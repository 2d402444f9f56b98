"""The tables, and the engine that keeps them: SQLite on one machine, PostgreSQL on many, the same code."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, String, Text, TypeDecorator, UniqueConstraint, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC; SQLite gives times back without their zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Called by SQLAlchemy with what the database gave."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of the tables."""

    type_annotation_map = {dict[str, Any]: JSON, datetime: UtcTime}


class Conversation(Base):
    """One visitor's talk: whose turn it is, and how far its log has come."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="guide")
    version: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    read_seq: Mapped[int] = mapped_column(default=0)
    notice: Mapped[str] = mapped_column(String(64))
    page: Mapped[str | None] = mapped_column(String(2000))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    slow_told: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    representative_id: Mapped[str | None] = mapped_column(String(36))  # who holds it while live
    waiting_since: Mapped[datetime | None]
    at_head: Mapped[bool] = mapped_column(default=False)  # lost its representative: goes before those who just came
    told_position: Mapped[int | None]
    long_wait_told: Mapped[bool] = mapped_column(default=False)
    danger: Mapped[dict[str, Any]] = mapped_column(default=dict)  # kind -> level, all that was ever seen
    danger_rank: Mapped[int] = mapped_column(default=0)  # 0 none, 1 check, 2 act
    minor: Mapped[bool] = mapped_column(default=False)
    brief_share: Mapped[bool | None]  # None: not decided yet
    brief_text: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(32))

    # Two who change the same row at once: the second fails instead of overwriting. `log.append` counts.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012


class Entry(Base):
    """One line of a conversation's log; never changed once written."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id", name="one_entry_a_message"),
        UniqueConstraint("conversation_id", "in_reply_to", "part", name="one_answer_a_message"),
    )
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))  # message or state
    message_id: Mapped[str | None] = mapped_column(String(64))
    in_reply_to: Mapped[int | None]
    part: Mapped[int] = mapped_column(default=0)
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Pending(Base):
    """A visitor's message, or a fact of ours, that the guide has not answered yet."""

    __tablename__ = "pending"
    __table_args__ = (Index("pending_order", "conversation_id", "seq"),)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str | None] = mapped_column(Text)
    say: Mapped[str | None] = mapped_column(String(200))
    since: Mapped[datetime]


class Choice(Base):
    """A quick reply that was handed out: what it says, and what the guide hears when it is taken."""

    __tablename__ = "choices"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    say: Mapped[str] = mapped_column(String(200))


class Feedback(Base):
    """What a visitor thought of an answer, or of the whole."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int | None]
    helpful: Mapped[bool | None]
    rating: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class Erasure(Base):
    """A conversation that was erased here and must still be erased in the guide, which could not be reached."""

    __tablename__ = "erasures"
    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]


def now() -> datetime:
    """Returns the time, in UTC."""
    return datetime.now(UTC)


class Store:
    """Where all is kept. On SQLite readers never wait, and writers queue for their one connection, each in its turn."""

    def __init__(self, url: str) -> None:
        if make_url(url).get_backend_name() == "sqlite":
            self._reader = _open(url)
            self.engine = _open(url, pool_size=1, max_overflow=0)
            for engine in (self._reader, self.engine):
                event.listen(engine.sync_engine, "connect", _set_pragmas)
            event.listen(self.engine.sync_engine, "begin", _begin_immediately)
        else:
            self.engine = self._reader = _open(url)
        self._reading = async_sessionmaker(self._reader, expire_on_commit=False)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session to look at something."""
        return self._reading()

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session whose changes are kept together, or not at all when something fails."""
        return self._writing.begin()

    async def sweep_deleted(self) -> bool:
        """After an erasure: empties SQLite's write-ahead log into the file, so that no deleted word stands in it.

        Returns:
            whether it is empty now; somebody who was reading all the while can be in the way.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        async with self.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                busy, _, _ = await cursor.fetchone()
        return not busy

    async def close(self) -> None:
        """Closes the connections."""
        await self._reader.dispose()
        await self.engine.dispose()


def _open(url: str, **pool: int) -> AsyncEngine:
    # hide_parameters: a fault's text would else hold the visitor's words, and end in a log
    return create_async_engine(url, hide_parameters=True, **pool)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediately(connection: Any) -> None:
    # A transaction that reads first and writes later would fail where another process writes in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
