"""Alembic's entry: brings the store's tables to the newest shape."""

from alembic import context

from gateway import desk_tables  # noqa: F401  its tables belong to Base
from gateway.store import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
