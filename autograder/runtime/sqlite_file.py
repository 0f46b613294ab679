"""How the autograder opens a file that must survive a power cut."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def open_durable(path: Path, tables: str) -> sqlite3.Connection:
    """A SQLite file for this user alone; `tables` are made if they are not there.

    Several processes may have it open at once. Transactions are the caller's.
    """
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
