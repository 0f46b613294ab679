"""Marks made again with a corrected version, until the service has written them.

The command `regrade` fills this file, the service empties it. The one rule: a row
goes from `marked` (nobody decided) to `committed` (somebody said yes) to `applied`
(in gradebook and outbox), each step on the disk, so a kill costs only time.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)

from autograder.database.connect import Database
from autograder.database.models import RegradeRow, SupersededRow
from autograder.database.upgrade import REGRADE
from autograder.exchange.pending import PendingSubmission
from autograder.grading.grade import Graded
from labs.outcome import Result

T = TypeVar("T")
_PAGES = ("autograded", "feedback")
_WITHOUT_PAGES = [
    each for each in RegradeRow.__table__.columns if each.name not in _PAGES
]


@dataclass(frozen=True)
class Regraded:
    """One submission marked again.

    item: the submission as the record describes it. known: its result there.
    broken: exercise -> why its test says nothing; "" for tests that worked.
    """

    item: Mapping[str, Any]
    known: Result
    version: str
    graded: Graded
    broken: Mapping[str, str]

    @property
    def submission(self) -> PendingSubmission:
        return PendingSubmission.of(self.item)


class RegradeStore:
    """The file of one site. The command and the service may have it open at once."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path, REGRADE)

    def close(self) -> None:
        self._db.close()

    def keep(self, regraded: Regraded) -> None:
        """A mark made again, on which nobody has decided."""
        submission, graded = regraded.submission, regraded.graded
        row = {
            "submission": submission.id,
            "version": regraded.version,
            "lab": submission.lab,
            "cohort": submission.cohort,
            "work": json.dumps(dict(regraded.item)),
            "known": json.dumps(regraded.known.to_dict()),
            "result": json.dumps(graded.result.to_dict()),
            "autograded": zlib.compress(graded.autograded),
            "feedback": zlib.compress(graded.feedback_html.encode()),
            "broken": json.dumps(dict(regraded.broken)),
            "state": "marked",
            "draw_key": graded.drawn_with,
        }
        with self._db.write() as db:
            db.execute(insert(RegradeRow).prefix_with("OR REPLACE"), row)

    def of(self, lab: str, version: str) -> dict[str, Regraded]:
        """Submission -> its mark by this version, decided or not; without its pages,
        which are large."""
        query = select(*_WITHOUT_PAGES).where(
            RegradeRow.lab == lab, RegradeRow.version == version
        )
        with self._db.read() as db:
            return {row.submission: _regraded(row) for row in db.execute(query)}

    def forget_other_versions(self, lab: str, version: str) -> None:
        """Drop what an earlier run marked and nobody committed."""
        others = delete(RegradeRow).where(
            RegradeRow.lab == lab,
            RegradeRow.version != version,
            RegradeRow.state != "committed",
        )
        with self._db.write() as db:
            db.execute(others)

    def commit(
        self,
        lab: str,
        new: str,
        submissions: Iterable[str],
        old: Mapping[str, Iterable[str]],
    ) -> None:
        """One step: these marks will be written, and `new` marks for the old versions.

        old: cohort -> the versions that `new` takes the place of.
        """
        with self._db.write() as db:
            _set_state(db, submissions, new, "committed")
            for cohort, versions in old.items():
                _supersede(db, cohort, lab, {*versions} - {new}, new)

    def by_the_corrected(self, submission: PendingSubmission) -> PendingSubmission:
        """The same, to be marked by the version that replaced its own, if any."""
        query = select(SupersededRow.new).where(
            SupersededRow.cohort == submission.cohort,
            SupersededRow.lab == submission.lab,
            SupersededRow.old == submission.version,
        )
        with self._db.read() as db:
            new = db.scalar(query)
        return submission if new is None else replace(submission, version=new)

    def committed(self) -> list[str]:
        """The submissions whose corrected marks are still to be written."""
        query = _committed(select(RegradeRow.submission)).order_by(text("rowid"))
        with self._db.read() as db:
            return list(db.scalars(query))

    def whole(self, submission: str) -> Regraded:
        """The committed mark with its pages."""
        query = _committed(select(RegradeRow)).where(
            RegradeRow.submission == submission
        )
        with self._db.read() as db:
            row = db.execute(query.limit(1)).one()
        autograded, feedback = map(zlib.decompress, (row.autograded, row.feedback))
        return _regraded(row, autograded, feedback.decode())

    def left(self, lab: str | None = None) -> int:
        """How many committed marks the service has still to write."""
        query = _committed(select(func.count()).select_from(RegradeRow))
        if lab is not None:
            query = query.where(RegradeRow.lab == lab)
        with self._db.read() as db:
            return db.execute(query).scalar_one()

    def applied(self, submission: str, version: str) -> None:
        with self._db.write() as db:
            _set_state(db, [submission], version, "applied")


def _committed(query: Select[T]) -> Select[T]:
    """As text, not as a parameter: SQLite must see that its index is of these."""
    return query.where(RegradeRow.state == literal_column("'committed'"))


def _set_state(
    db: Connection, submissions: Iterable[str], version: str, state: str
) -> None:
    this = update(RegradeRow).where(
        RegradeRow.submission == bindparam("its"), RegradeRow.version == version
    )
    if rows := [{"its": each} for each in submissions]:
        db.execute(this.values(state=state), rows)


def _supersede(db: Connection, cohort: str, lab: str, old: set[str], new: str) -> None:
    here = SupersededRow.cohort == cohort, SupersededRow.lab == lab
    db.execute(update(SupersededRow).where(*here).values(new=new))
    # An author may go back to an earlier text, which is an earlier version.
    db.execute(delete(SupersededRow).where(*here, SupersededRow.old == new))
    line = {"cohort": cohort, "lab": lab, "new": new}
    if rows := [{**line, "old": each} for each in old]:
        db.execute(insert(SupersededRow).prefix_with("OR REPLACE"), rows)


def _regraded(row: Row[Any], autograded: bytes = b"", feedback: str = "") -> Regraded:
    result = Result.from_dict(json.loads(row.result))
    return Regraded(
        item=json.loads(row.work),
        known=Result.from_dict(json.loads(row.known)),
        version=row.version,
        graded=Graded(result, autograded, feedback, drawn_with=row.draw_key),
        broken=json.loads(row.broken),
    )
