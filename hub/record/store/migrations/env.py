"""Alembic's entry: it runs in our process, on the connection it is handed."""

from __future__ import annotations

from alembic import context

from hub.record.store import models  # noqa: F401  # fills the metadata
from hub.record.store.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
