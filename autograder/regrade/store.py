"""Marks made again with a corrected version, until the service has written them.

The command `remark` fills this file, the service empties it. The one rule: a row
goes from `marked` (nobody decided) to `committed` (somebody said yes) to `applied`
(in gradebook and outbox), each step on the disk, so a kill costs only time.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.exchange.pending import PendingSubmission
from autograder.grading.grade import Graded
from autograder.runtime.sqlite_file import open_durable
from labs.outcome import Result

_TABLES = """
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


@dataclass(frozen=True)
class Again:
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
    def work(self) -> PendingSubmission:
        return PendingSubmission.of(self.item)


class Remarks:
    """The file of one site. The command and the service may have it open at once."""

    def __init__(self, path: Path) -> None:
        self._db = open_durable(path, _TABLES)

    def close(self) -> None:
        self._db.close()

    def keep(self, again: Again) -> None:
        """A mark made again, on which nobody has decided."""
        work, graded = again.work, again.graded
        self._db.execute(
            "INSERT OR REPLACE INTO again VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                work.id,
                again.version,
                work.lab,
                work.cohort,
                json.dumps(dict(again.item)),
                json.dumps(again.known.to_dict()),
                json.dumps(graded.result.to_dict()),
                zlib.compress(graded.autograded),
                zlib.compress(graded.feedback_html.encode()),
                json.dumps(dict(again.broken)),
                "marked",
            ),
        )

    def of(self, lab: str, version: str) -> dict[str, Again]:
        """Submission -> its mark by this version, decided or not; without its pages,
        which are large."""
        rows = self._db.execute(
            "SELECT * FROM again WHERE lab = ? AND version = ?", (lab, version)
        )
        return {row["submission"]: _again(row, whole=False) for row in rows}

    def forget_other_versions(self, lab: str, version: str) -> None:
        """Drop what an earlier run marked and nobody committed."""
        self._db.execute(
            "DELETE FROM again WHERE lab = ? AND version <> ? AND state <> 'committed'",
            (lab, version),
        )

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
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany(
                "UPDATE again SET state = 'committed'"
                " WHERE submission = ? AND version = ?",
                [(each, new) for each in submissions],
            )
            for cohort, versions in old.items():
                self._supersede(cohort, lab, {*versions} - {new}, new)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _supersede(self, cohort: str, lab: str, old: set[str], new: str) -> None:
        here = (cohort, lab)
        self._db.execute(
            "UPDATE superseded SET new = ? WHERE cohort = ? AND lab = ?", (new, *here)
        )
        # An author may go back to an earlier text, which is an earlier version.
        self._db.execute(
            "DELETE FROM superseded WHERE cohort = ? AND lab = ? AND old = ?",
            (*here, new),
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO superseded VALUES (?, ?, ?, ?)",
            [(*here, each, new) for each in old],
        )

    def by_the_corrected(self, work: PendingSubmission) -> PendingSubmission:
        """The same work, to be marked by the version that replaced its own, if any."""
        row = self._db.execute(
            "SELECT new FROM superseded WHERE cohort = ? AND lab = ? AND old = ?",
            (work.cohort, work.lab, work.version),
        ).fetchone()
        return work if row is None else replace(work, version=row["new"])

    def committed(self) -> list[str]:
        """The submissions whose corrected marks are still to be written."""
        rows = self._db.execute(
            "SELECT submission FROM again WHERE state = 'committed' ORDER BY rowid"
        )
        return [row["submission"] for row in rows]

    def whole(self, submission: str) -> Again:
        """The committed mark with its pages."""
        row = self._db.execute(
            "SELECT * FROM again WHERE submission = ? AND state = 'committed'",
            (submission,),
        ).fetchone()
        return _again(row)

    def left(self, lab: str | None = None) -> int:
        """How many committed marks the service has still to write."""
        row = self._db.execute(
            "SELECT count(*) FROM again WHERE state = 'committed'"
            " AND lab = coalesce(?, lab)",
            (lab,),
        ).fetchone()
        return int(row[0])

    def applied(self, submission: str, version: str) -> None:
        self._db.execute(
            "UPDATE again SET state = 'applied' WHERE submission = ? AND version = ?",
            (submission, version),
        )


def _again(row: sqlite3.Row, *, whole: bool = True) -> Again:
    return Again(
        item=json.loads(row["work"]),
        known=Result.from_dict(json.loads(row["known"])),
        version=row["version"],
        graded=Graded(
            Result.from_dict(json.loads(row["result"])),
            zlib.decompress(row["autograded"]) if whole else b"",
            zlib.decompress(row["feedback"]).decode() if whole else "",
        ),
        broken=json.loads(row["broken"]),
    )
