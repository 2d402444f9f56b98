"""Keeps what the guide remembers in SQL, on one kept connection, and can erase a conversation so that no word is left."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.pool import StaticPool

DATABASE_VARIABLE = "CRG_TRACKER_DATABASE_URL"
FOLDER_VARIABLE = "CRG_DATA_DIR"


def database_url() -> str:
    """Returns the tracker database's URL: from the environment, or a SQLite file in the data folder."""
    if url := os.environ.get(DATABASE_VARIABLE):
        return url
    folder = Path(os.environ.get(FOLDER_VARIABLE) or "var")
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'guide.db'}"


class GuideTrackerStore(SQLTrackerStore):
    """Rasa's SQL store with a write-ahead log, secure deletion and :meth:`erase`."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        **options: Any,
    ) -> None:
        url = host or database_url()
        super().__init__(domain=domain, host=url, event_broker=event_broker, **options)
        if self.engine.dialect.name == "sqlite":
            self._keep_one_connection(url)

    engine: Any

    def _keep_one_connection(self, url: str) -> None:
        # SQLTrackerStore takes no engine options, and the two pragmas hold only for the connection they were set on.
        self.engine.dispose()
        self.engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    def erase(self, sender_id: str) -> int:
        """Deletes every event of a conversation and overwrites the freed space.

        Returns:
            the number of events that were deleted.
        """
        with self.session_scope() as session:
            deleted: int = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                # Deleted pages still stand in the log until it is emptied into the file.
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return deleted


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
