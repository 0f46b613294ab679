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
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import aliased

from autograder.database.connect import Database
from autograder.database.models import ByHandRow, DrawnRow, HeldRow, OutboxRow
from autograder.database.upgrade import OUTBOX
from labs.outcome import Result

T = TypeVar("T")
_LONGEST_WAIT_S = 60.0


@dataclass(frozen=True)
class Revision:
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
        self._db = Database(path, OUTBOX)

    def close(self) -> None:
        self._db.close()

    def append(
        self,
        key: str,
        body: dict[str, Any],
        *,
        feedback: str | None = None,
        held: Held | None = None,
        by_hand: Iterable[str] = (),
        drawn_with: str | None = None,
    ) -> int:
        """The revision under which this mark will be sent; durable on return.

        The mark, whose gradebook line it is and the key of its draws are one step.
        by_hand: what a person marked of the submission that was held until now.
        drawn_with: the key's id; None where no test was run, and the one known stays.
        """
        row = {
            "key": key,
            "sha256": sha256_of(body),
            "body": canonical(body),
            "feedback": feedback,
            "state": "waiting",
            "made_at": self._clock(),
        }
        with self._db.write() as db:
            rev: int = db.execute(_NEXT_REV, {"key": key}).scalar_one()
            db.execute(_APPEND, {**row, "rev": rev})
            if drawn_with is not None:
                db.execute(_DRAWN, {"submission": key, "draw_key": drawn_with})
            if held is not None:
                _leave(db, held, by_hand)
                _write_held(db, held)
        return rev

    def hold(self, held: Held) -> None:
        """Another automatic result behind a mark that stays the same."""
        with self._db.write() as db:
            _write_held(db, held)

    def by_hand(self, submission: str) -> set[str]:
        """Exercises a person had marked when this stopped to be the latest."""
        query = select(ByHandRow.exercise).where(ByHandRow.submission == submission)
        with self._db.read() as db:
            return set(db.scalars(query))

    def drawn_with(self, submission: str) -> str | None:
        """The key of this submission's draws; None when none is known."""
        return self._one(
            select(DrawnRow.draw_key).where(DrawnRow.submission == submission)
        )

    def due(self, limit: int = 50) -> list[Revision]:
        """What may be sent now, oldest first: of each key its first unsent revision."""
        about = {"now": self._clock(), "limit": limit}
        with self._db.read() as db:
            return [_revision(row) for row in db.execute(_DUE, about)]

    def sent(self, key: str, rev: int) -> None:
        with self._db.write() as db:
            db.execute(_SENT, {"its_key": key, "its_rev": rev})

    def refused(self, key: str, rev: int) -> float:
        """Seconds until the next try: doubling, with jitter, at most a minute."""
        this = update(OutboxRow).where(OutboxRow.key == key, OutboxRow.rev == rev)
        once_more = this.values(tries=OutboxRow.tries + 1).returning(OutboxRow.tries)
        with self._db.write() as db:
            tries: int = db.execute(once_more).scalar_one()
            longest: float = min(_LONGEST_WAIT_S, 0.5 * 2 ** min(tries, 10))
            wait: float = longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
            db.execute(this.values(next_at=self._clock() + wait))
        return wait

    def continue_above(self, key: str, rev: int, watermark: int) -> int:
        """The record is ahead of us (we came back from an old copy): renumber.

        All unsent revisions of the key move above `watermark`, in order. Returns
        the new number of `rev`.
        """
        step = watermark + 1 - rev
        if step <= 0:
            return rev
        sent_later = delete(OutboxRow).where(
            OutboxRow.key == key, OutboxRow.state == "sent", OutboxRow.rev > rev
        )
        theirs = update(OutboxRow).where(OutboxRow.key == key)
        with self._db.write() as db:
            db.execute(sent_later)
            # By way of negative numbers, so that none is taken twice.
            db.execute(
                theirs.where(OutboxRow.rev >= rev).values(
                    rev=-(OutboxRow.rev + step), next_at=0
                )
            )
            db.execute(theirs.where(OutboxRow.rev < 0).values(rev=-OutboxRow.rev))
        return rev + step

    def tries_at_marking(self, key: str) -> int:
        """How many revisions of this mark we have written so far."""
        return self._one(select(func.count()).where(OutboxRow.key == key)) or 0

    def is_waiting(self, key: str) -> bool:
        """Whether a mark of this submission is still on its way."""
        query = select(OutboxRow.rev).where(
            OutboxRow.key == key, OutboxRow.state == "waiting"
        )
        return self._one(query) is not None

    def latest(self, key: str) -> dict[str, Any] | None:
        """The newest mark of this submission that we have written, sent or not."""
        query = select(OutboxRow.body).where(OutboxRow.key == key)
        body = self._one(query.order_by(OutboxRow.rev.desc()))
        return None if body is None else dict(json.loads(body))

    def held(self, cohort: str, lab: str, learner: str) -> Held | None:
        query = select(HeldRow).where(*_its_line(cohort, lab, learner))
        with self._db.read() as db:
            row = db.execute(query).one_or_none()
        return None if row is None else _held(row)

    def all_held(self, cohort: str) -> list[Held]:
        query = select(HeldRow).where(HeldRow.cohort == cohort)
        with self._db.read() as db:
            return [_held(row) for row in db.execute(query)]

    def counts(self) -> dict[str, int]:
        query = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
        with self._db.read() as db:
            found = {row[0]: row[1] for row in db.execute(query)}
        return {"waiting": 0, "sent": 0, **found}

    def _one(self, query: Select[T]) -> T | None:
        with self._db.read() as db:
            return db.scalar(query.limit(1))


def _leave(db: Connection, held: Held, by_hand: Iterable[str]) -> None:
    """Note what a person marked of the submission whose place `held` takes."""
    exercises = list(by_hand)
    if not exercises:
        return
    line = _its_line(held.cohort, held.lab, held.learner)
    before = db.scalar(select(HeldRow.submission).where(*line))
    if before is None or before == held.submission:
        return
    rows = [{"submission": before, "exercise": each} for each in exercises]
    db.execute(insert(ByHandRow).prefix_with("OR IGNORE"), rows)


def _write_held(db: Connection, held: Held) -> None:
    row = {**vars(held), "result": canonical(held.result.to_dict())}
    db.execute(_HOLD, row)


def _its_line(cohort: str, lab: str, learner: str) -> Iterable[ColumnElement[bool]]:
    return HeldRow.cohort == cohort, HeldRow.lab == lab, HeldRow.learner == learner


def _is_waiting(row: type[OutboxRow]) -> ColumnElement[bool]:
    """As text, not as a parameter: SQLite must see that its index is of these."""
    return row.state == literal_column("'waiting'")


def _due() -> Select[Any]:
    earlier = aliased(OutboxRow)
    return (
        select(OutboxRow)
        .where(
            _is_waiting(OutboxRow),
            OutboxRow.next_at <= bindparam("now"),
            ~exists().where(
                earlier.key == OutboxRow.key,
                _is_waiting(earlier),
                earlier.rev < OutboxRow.rev,
            ),
        )
        .order_by(OutboxRow.made_at)
        .limit(bindparam("limit"))
    )


# What every mark asks is built once: SQLAlchemy takes longer to build a statement than
# SQLite to run it.
_NEXT_REV = select(func.coalesce(func.max(OutboxRow.rev), 0) + 1).where(
    OutboxRow.key == bindparam("key")
)
_APPEND = insert(OutboxRow)
_HOLD = insert(HeldRow).prefix_with("OR REPLACE")
_DRAWN = insert(DrawnRow).prefix_with("OR REPLACE")
_DUE = _due()
# The feedback page is large and the record has it now.
_SENT = (
    update(OutboxRow)
    .where(OutboxRow.key == bindparam("its_key"), OutboxRow.rev == bindparam("its_rev"))
    .values(state="sent", feedback=None)
)


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        row.key, row.rev, row.sha256, json.loads(row.body), row.feedback, row.tries
    )


def _held(row: Row[Any]) -> Held:
    return Held(
        row.cohort,
        row.lab,
        row.learner,
        row.student,
        row.submission,
        row.received_at,
        Result.from_dict(json.loads(row.result)),
    )
