"""A look into the outbox for `status`, which opens nothing for writing.

In SQLite's own words: to import SQLAlchemy takes a sixth of a second, and to look at a
file must neither make it nor bring it to a newer form.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_WAITING = "SELECT count(*), min(made_at) FROM outbox WHERE state = 'waiting'"


def waiting_marks(outbox: Path) -> tuple[int, float | None]:
    """How many are on their way to the record, and when the oldest was made.

    (0, None) where there is no outbox, or one that is being made right now.
    """
    if not outbox.exists():
        return 0, None
    try:
        with closing(sqlite3.connect(f"{outbox.as_uri()}?mode=ro", uri=True)) as db:
            count, oldest = db.execute(_WAITING).fetchone()
    except sqlite3.Error:
        return 0, None
    return count, oldest
