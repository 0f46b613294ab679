"""From a marked submission to the gradebook and the outbox, and manual marks after.

The one rule: first the gradebook, then the outbox, and the submission stays pending
at the record until the outbox was delivered. So whatever dies in between, doing it
all again gives the same lines and one mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.outbox import Held, Outbox
from autograder.exchange.pending import PendingSubmission, moment
from autograder.exchange.result_body import result_body
from autograder.gradebook.course import CourseGradebook, MarkedSubmission
from autograder.gradebook.folders import student_of
from autograder.gradebook.scores import Line, lines_in, lines_of, with_manual_marks
from autograder.grading.grade import Graded
from labs.outcome import Result


class MarkWriter:
    """Writes marks to gradebook and outbox. All its methods run in one thread."""

    def __init__(self, courses: Path, outbox: Outbox) -> None:
        self._courses = courses
        self._outbox = outbox
        self._seen: dict[str, tuple[int, int]] = {}

    def write(
        self,
        submission: PendingSubmission,
        version: AssignmentVersion,
        graded: Graded,
        files: Mapping[str, bytes],
    ) -> Result:
        """What was sent on its way for this submission.

        A check never touches the gradebook; an older submission than the one the
        gradebook holds only goes to the record.
        """
        automatic = graded.result
        if submission.kind != "submit" or not self._is_latest(submission):
            self._send(
                submission.id,
                automatic,
                submission.arrival,
                drawn_with=graded.drawn_with,
            )
            return automatic
        course = self._course(submission.cohort)
        if not course.has(submission.lab):
            course.generate(
                submission.lab, version.folder / "fr" / "source.ipynb", None
            )
        student = student_of(submission.learner)
        course.write(
            MarkedSubmission(
                student, submission.received_at, automatic, graded.autograded, files
            )
        )
        lines = lines_of(student, submission.lab, lines_in(course.database))
        result = with_manual_marks(automatic, lines)
        self._send(
            submission.id,
            result,
            submission.arrival,
            feedback=graded.feedback_html or None,
            held=Held(
                submission.cohort,
                submission.lab,
                submission.learner,
                student,
                submission.id,
                submission.received_at.isoformat(),
                automatic,
            ),
            by_hand=[each.exercise for each in lines if each.is_by_hand],
            drawn_with=graded.drawn_with,
        )
        return result

    def drawn_with(self, submission: str) -> str | None:
        """The key of this submission's draws, when it was marked before."""
        return self._outbox.drawn_with(submission)

    def send_manual_marks(self) -> list[tuple[str, int]]:
        """Send on what people marked in formgrader since the last look.

        Cheap when nothing happened: one stat a gradebook. Returns (submission, rev).
        """
        if not self._courses.exists():
            return []
        sent = []
        for folder in sorted(self._courses.iterdir()):
            database = folder / "gradebook.db"
            stamp = _stamp(database)
            if stamp is None or self._seen.get(folder.name) == stamp:
                continue
            sent += self._send_changes(folder.name, lines_in(database))
            self._seen[folder.name] = stamp
        return sent

    def _send_changes(self, cohort: str, lines: list[Line]) -> list[tuple[str, int]]:
        sent = []
        for held in self._outbox.all_held(cohort):
            now = with_manual_marks(
                held.result, lines_of(held.student, held.lab, lines)
            )
            before = self._outbox.latest(held.submission)
            if before is not None and _same_marks(before, now):
                continue
            fresh = replace(now, marked_at=datetime.now(UTC).isoformat("T", "seconds"))
            sent.append((held.submission, self._send(held.submission, fresh)))
        return sent

    def _send(
        self, submission: str, result: Result, arrival: int = 1, **more: Any
    ) -> int:
        """On its way to the record; the revision. more: as Outbox.append."""
        tries = self._outbox.tries_at_marking(submission)
        body = result_body(result, tries, arrival)
        return self._outbox.append(submission, body, **more)

    def _is_latest(self, submission: PendingSubmission) -> bool:
        held = self._outbox.held(submission.cohort, submission.lab, submission.learner)
        return (
            held is None
            or held.submission == submission.id
            or moment(held.received_at) <= submission.received_at
        )

    def _course(self, cohort: str) -> CourseGradebook:
        return CourseGradebook(self._courses / cohort, cohort)


def _same_marks(body: Mapping[str, Any], result: Result) -> bool:
    return bool(body["result"]["exercises"] == result.to_dict()["exercises"])


def _stamp(database: Path) -> tuple[int, int] | None:
    try:
        about = database.stat()
    except FileNotFoundError:
        return None
    return about.st_mtime_ns, about.st_size
