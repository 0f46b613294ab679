"""The two files as the autograder made them before they had a version.

The statements are the ones it used then, letter for letter; do not tidy them.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

OUTBOX = """
CREATE TABLE IF NOT EXISTS outbox (
  key TEXT NOT NULL, rev INTEGER NOT NULL, sha256 TEXT NOT NULL, body TEXT NOT NULL,
  feedback TEXT, state TEXT NOT NULL CHECK (state IN ('waiting', 'sent')),
  tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0,
  made_at REAL NOT NULL, PRIMARY KEY (key, rev));
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (next_at) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS held (
  cohort TEXT NOT NULL, lab TEXT NOT NULL, learner TEXT NOT NULL, student TEXT NOT NULL,
  submission TEXT NOT NULL, received_at TEXT NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY (cohort, lab, learner));
CREATE TABLE IF NOT EXISTS by_hand (
  submission TEXT NOT NULL, exercise TEXT NOT NULL, PRIMARY KEY (submission, exercise));
"""
REGRADE = """
CREATE TABLE IF NOT EXISTS again (
  submission TEXT NOT NULL, version TEXT NOT NULL, lab TEXT NOT NULL,
  cohort TEXT NOT NULL, work TEXT NOT NULL, known TEXT NOT NULL, result TEXT NOT NULL,
  autograded BLOB NOT NULL, feedback BLOB NOT NULL, broken TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('marked', 'committed', 'applied')),
  PRIMARY KEY (submission, version));
CREATE INDEX IF NOT EXISTS again_committed ON again (lab) WHERE state = 'committed';
CREATE TABLE IF NOT EXISTS superseded (
  cohort TEXT NOT NULL, lab TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
  PRIMARY KEY (cohort, lab, old));
"""


def open_durable(path: Path, tables: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode=WAL")
    # FULL: a mark we said is safe is on the disk, not in a cache.
    database.execute("PRAGMA synchronous=FULL")
    database.execute("PRAGMA busy_timeout=10000")
    database.executescript(tables)
    path.chmod(0o600)
    return database


def make(path: Path, tables: str, rows: dict[str, list[tuple[Any, ...]]]) -> Path:
    """The file, with these rows in its tables."""
    with closing(open_durable(path, tables)) as database:
        for table, lines in rows.items():
            marks = ", ".join("?" for _ in lines[0])
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", lines)  # noqa: S608 - our own names
    return path


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in every table that is not SQLite's or Alembic's."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: database.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own names
            for (name,) in names.fetchall()
            if name != "alembic_version"
        }


def shape_of(path: Path) -> dict[str, Any]:
    """Columns, keys and indexes of every table, as SQLite understood them."""
    with closing(sqlite3.connect(path)) as database:
        shape = {}
        for name in rows_of(path):
            indexes = database.execute(f"PRAGMA index_list({name})").fetchall()
            shape[name] = (
                database.execute(f"PRAGMA table_info({name})").fetchall(),
                {(index[1], *index[2:]) for index in indexes},
            )
        return shape


def version_of(path: Path) -> str | None:
    with closing(sqlite3.connect(path)) as database:
        try:
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
    return None if row is None else str(row[0])
