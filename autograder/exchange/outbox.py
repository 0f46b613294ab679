"""Marks on their way to the record, kept in SQLite until the record has them.

The one rule: a row is never dropped. It is `waiting` until the record has
accepted that very revision (or a later one of ours), and then `sent`.

Words: *key* is a submission's id; *rev* grows by one with every change of its
mark (A, B, A are three revisions); *held* is the submission whose mark a learner's
line in the gradebook holds, with the automatic result it came with; *by hand* are the
exercises of an earlier submission which a person had marked when the next one came.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.runtime.sqlite_file import open_durable
from labs.outcome import Result

_TABLES = """
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
_LONGEST_WAIT_S = 60.0


@dataclass(frozen=True)
class Letter:
    """One revision of one submission's mark, ready to be sent."""

    key: str
    rev: int
    sha256: str
    body: dict[str, Any]
    feedback: str | None
    tries: int


@dataclass(frozen=True)
class Held:
    """Whose mark the gradebook holds, and the automatic result behind it.

    student: the learner's name as the gradebook writes it.
    """

    cohort: str
    lab: str
    learner: str
    student: str
    submission: str
    received_at: str
    result: Result


def canonical(body: dict[str, Any]) -> str:
    return json.dumps(
        body,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def sha256_of(body: dict[str, Any]) -> str:
    """The hash the record computes as well: of the body in canonical JSON."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


class Outbox:
    """The outbox of one site. One process writes it; any may read it."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._db = open_durable(path, _TABLES)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _at_once(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it reaches the disk, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def append(
        self,
        key: str,
        body: dict[str, Any],
        *,
        feedback: str | None = None,
        held: Held | None = None,
        by_hand: Iterable[str] = (),
    ) -> int:
        """The revision under which this mark will be sent; durable on return.

        The mark and whose gradebook line it is are one step. by_hand: what a person
        marked of the submission that was held until now.
        """
        text = canonical(body)
        with self._at_once() as db:
            rev: int = db.execute(
                "SELECT coalesce(max(rev), 0) + 1 FROM outbox WHERE key = ?", (key,)
            ).fetchone()[0]
            db.execute(
                "INSERT INTO outbox (key, rev, sha256, body, feedback, state, made_at)"
                " VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
                (key, rev, sha256_of(body), text, feedback, self._clock()),
            )
            if held is not None:
                _leave(db, held, by_hand)
                _write_held(db, held)
        return rev

    def hold(self, held: Held) -> None:
        """Another automatic result behind a mark that stays the same."""
        with self._at_once() as db:
            _write_held(db, held)

    def by_hand(self, submission: str) -> set[str]:
        """Exercises a person had marked when this stopped to be the latest."""
        rows = self._db.execute(
            "SELECT exercise FROM by_hand WHERE submission = ?", (submission,)
        )
        return {row["exercise"] for row in rows}

    def due(self, limit: int = 50) -> list[Letter]:
        """What may be sent now, oldest first: of each key its first unsent revision."""
        rows = self._db.execute(
            "SELECT * FROM outbox AS o WHERE state = 'waiting' AND next_at <= ?"
            " AND NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.key = o.key"
            "  AND e.state = 'waiting' AND e.rev < o.rev)"
            " ORDER BY made_at LIMIT ?",
            (self._clock(), limit),
        )
        return [_letter(row) for row in rows]

    def sent(self, key: str, rev: int) -> None:
        with self._at_once() as db:
            # The feedback page is large and the record has it now.
            db.execute(
                "UPDATE outbox SET state = 'sent', feedback = NULL"
                " WHERE key = ? AND rev = ?",
                (key, rev),
            )

    def refused(self, key: str, rev: int) -> float:
        """Seconds until the next try: doubling, with jitter, at most a minute."""
        with self._at_once() as db:
            tries: int = db.execute(
                "UPDATE outbox SET tries = tries + 1 WHERE key = ? AND rev = ?"
                " RETURNING tries",
                (key, rev),
            ).fetchone()[0]
            longest: float = min(_LONGEST_WAIT_S, 0.5 * 2 ** min(tries, 10))
            wait: float = longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
            db.execute(
                "UPDATE outbox SET next_at = ? WHERE key = ? AND rev = ?",
                (self._clock() + wait, key, rev),
            )
        return wait

    def continue_above(self, key: str, rev: int, watermark: int) -> int:
        """The record is ahead of us (we came back from an old copy): renumber.

        All unsent revisions of the key move above `watermark`, in order. Returns
        the new number of `rev`.
        """
        step = watermark + 1 - rev
        if step <= 0:
            return rev
        with self._at_once() as db:
            # From the highest down, so that no number is taken twice on the way.
            db.execute(
                "DELETE FROM outbox WHERE key = ? AND state = 'sent' AND rev > ?",
                (key, rev),
            )
            revs = db.execute(
                "SELECT rev FROM outbox WHERE key = ? AND rev >= ? ORDER BY rev DESC",
                (key, rev),
            ).fetchall()
            for (old,) in revs:
                db.execute(
                    "UPDATE outbox SET rev = ?, next_at = 0 WHERE key = ? AND rev = ?",
                    (old + step, key, old),
                )
        return rev + step

    def tries_at_marking(self, key: str) -> int:
        """How many revisions of this mark we have written so far."""
        row = self._db.execute("SELECT count(*) FROM outbox WHERE key = ?", (key,))
        return int(row.fetchone()[0])

    def is_waiting(self, key: str) -> bool:
        """Whether a mark of this submission is still on its way."""
        row = self._db.execute(
            "SELECT 1 FROM outbox WHERE key = ? AND state = 'waiting' LIMIT 1", (key,)
        )
        return row.fetchone() is not None

    def latest(self, key: str) -> dict[str, Any] | None:
        """The newest mark of this submission that we have written, sent or not."""
        row = self._db.execute(
            "SELECT body FROM outbox WHERE key = ? ORDER BY rev DESC LIMIT 1", (key,)
        ).fetchone()
        return None if row is None else dict(json.loads(row["body"]))

    def held(self, cohort: str, lab: str, learner: str) -> Held | None:
        row = self._db.execute(
            "SELECT * FROM held WHERE cohort = ? AND lab = ? AND learner = ?",
            (cohort, lab, learner),
        ).fetchone()
        return None if row is None else _held(row)

    def all_held(self, cohort: str) -> list[Held]:
        rows = self._db.execute("SELECT * FROM held WHERE cohort = ?", (cohort,))
        return [_held(row) for row in rows]

    def counts(self) -> dict[str, int]:
        rows = self._db.execute("SELECT state, count(*) FROM outbox GROUP BY state")
        return {"waiting": 0, "sent": 0, **dict(rows.fetchall())}


def _leave(db: sqlite3.Connection, held: Held, by_hand: Iterable[str]) -> None:
    """Note what a person marked of the submission whose place `held` takes."""
    db.executemany(
        "INSERT OR IGNORE INTO by_hand SELECT submission, ? FROM held WHERE cohort = ?"
        " AND lab = ? AND learner = ? AND submission <> ?",
        [
            (each, held.cohort, held.lab, held.learner, held.submission)
            for each in by_hand
        ],
    )


def _write_held(db: sqlite3.Connection, held: Held) -> None:
    db.execute(
        "INSERT OR REPLACE INTO held"
        " (cohort, lab, learner, student, submission, received_at, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            held.cohort,
            held.lab,
            held.learner,
            held.student,
            held.submission,
            held.received_at,
            canonical(held.result.to_dict()),
        ),
    )


def _letter(row: sqlite3.Row) -> Letter:
    return Letter(
        row["key"],
        row["rev"],
        row["sha256"],
        json.loads(row["body"]),
        row["feedback"],
        row["tries"],
    )


def _held(row: sqlite3.Row) -> Held:
    return Held(
        row["cohort"],
        row["lab"],
        row["learner"],
        row["student"],
        row["submission"],
        row["received_at"],
        Result.from_dict(json.loads(row["result"])),
    )
