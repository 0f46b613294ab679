"""The way to the database, the same for SQLite and PostgreSQL.

`read()` and `write()` give a session in one transaction; leaving the block
commits, an exception rolls back. On SQLite a write takes the writer's lock at
its start (BEGIN IMMEDIATE), so two writers wait for each other in order and
none fails half-way with "database is locked"; `synchronous=FULL` keeps a
committed mark through a power cut.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 15_000
# One number for the whole site: two services that start together upgrade in turn.
_UPGRADE_LOCK = 7_423_001


class Database:
    """An engine with our rules. url: any SQLAlchemy URL of SQLite or PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        elif not self.is_sqlite:
            # "postgresql://" alone would ask for psycopg2; we ship psycopg 3.
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgres(self.url)
        self._one_writer = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with (
            self.engine.connect() as connection,
            connection.begin(),
            Session(bind=connection, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        lock = self._one_writer if self.is_sqlite else nullcontext()
        with lock, self.engine.connect() as plain:
            connection = plain.execution_options(begin="IMMEDIATE")
            with connection.begin(), Session(bind=connection) as session:
                yield session
                session.flush()

    def upgrade(self) -> None:
        """Bring the tables to the newest form. Safe to call at every start."""
        with self.engine.connect() as plain:
            connection = plain.execution_options(begin="IMMEDIATE")
            with connection.begin():
                if not self.is_sqlite:
                    connection.exec_driver_sql(
                        f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"
                    )
                command.upgrade(alembic_config(connection), "head")

    def close(self) -> None:
        self.engine.dispose()


def alembic_config(connection: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _sqlite(url: Any) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # None: sqlite3 must not open transactions by itself; "begin" below does.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _postgres(url: Any) -> Engine:
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
