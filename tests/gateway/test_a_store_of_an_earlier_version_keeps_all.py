"""A store that the first version wrote goes to the newest shape with every conversation and every word, and back."""

import sqlite3

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncEngine

from gateway.migrate import SCRIPTS, migrate
from gateway.store import Store

ROW = (
    "INSERT INTO conversations (id, client_id, token_hash, state, version, last_seq, read_seq, notice, locale, slow_told, created_at,"
    " expires_at) VALUES ('c', 'x', 'h', 'guide', 1, 1, 0, 'n', 'en', 0, '2026-01-01 00:00:00', '2027-01-01 00:00:00')"
)


async def bring_to(engine: AsyncEngine, version: str, how=command.upgrade) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))

    def run(connection):
        config.attributes["connection"] = connection
        how(config, version)

    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "gateway.db"


def run(work):
    import asyncio

    return asyncio.run(work)


def test_there_and_back(file):
    async def old():
        store = Store(f"sqlite+aiosqlite:///{file}")
        await bring_to(store.engine, "0001")
        await store.close()

    async def new():
        store = Store(f"sqlite+aiosqlite:///{file}")
        await migrate(store.engine)
        await store.close()

    async def back():
        store = Store(f"sqlite+aiosqlite:///{file}")
        await bring_to(store.engine, "0001", command.downgrade)
        await store.close()

    run(old())
    with sqlite3.connect(file) as store:
        store.execute(ROW)
        store.execute(
            "INSERT INTO entries VALUES ('c', 1, 'message', NULL, NULL, 0, '{\"text\": \"kept\"}', '2026-01-01 00:00:00')"
        )
    run(new())
    with sqlite3.connect(file) as store:
        assert store.execute("SELECT state, danger, danger_rank, minor FROM conversations").fetchall() == [("guide", "{}", 0, 0)]
        assert store.execute("SELECT body FROM entries").fetchall() == [('{"text": "kept"}',)]
    run(back())
    with sqlite3.connect(file) as store:
        assert store.execute("SELECT body FROM entries").fetchall() == [('{"text": "kept"}',)]
