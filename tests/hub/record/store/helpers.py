"""What the store's tests do again and again: hand in, give a mark, count rows."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from hub.record import body_worker
from hub.record.exchange import Exchange, Taken, Upload, take
from hub.record.store import progress, submissions
from hub.record.store.base import Base
from hub.record.store.database import Database
from tests.hub.record.classroom_life import archive, result

LAB = "N1-00"
EXERCISES = ("codename", "predict-first", "repair")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def send(
    exchange: Exchange, words: str = "", received_at: datetime = NOW, **changes: object
) -> Taken:
    """As the worker and the handler do it; at one moment, unless `changes` say two."""
    given = {
        "user": "ada",
        "cohort": "demo",
        "lab": LAB,
        "kind": "submit",
        "lang": "fr",
        "opened_at": received_at,
        "complete_at": received_at,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body"
        path.write_bytes(archive(LAB, words))
        found = body_worker.submission(path, LAB, list(EXERCISES))
        given |= found | {"packed": path.with_suffix(".packed")}
        return take(exchange, Upload(**{**given, **changes}))  # type: ignore[arg-type]


def mark(exchange: Exchange, submission: str, states: list[str], rev: int = 1) -> None:
    with exchange.database.write() as session:
        row = submissions.find(session, submission)
        assert row is not None
        body = {"result": result(LAB, states), "final": True}
        progress.append(session, row, progress.AUTOGRADER, rev, body)


def count(database: Database, model: type[Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
