"""From a marked submission to the gradebook and the outbox, and manual marks after.

The one rule: first the gradebook, then the outbox, and the submission stays pending
at the record until the outbox was delivered. So whatever dies in between, doing it
all again gives the same lines and one mark.

Words: *work* is one pending submission as the feed describes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.client import result_body
from autograder.exchange.outbox import Held, Outbox
from autograder.gradebook.course import CourseGradebook, Marked
from autograder.gradebook.folders import student_of
from autograder.gradebook.scores import Line, lines_in, with_manual_marks
from autograder.grading.grade import Graded
from labs.language import french
from labs.outcome import Outcome, Result, State

# After this many results that could not be marked, only a person asks for another.
GIVE_UP_AFTER = 12
_SORRY_FR = french(
    "Nous n’avons pas encore pu noter cet exercice. Ton travail est enregistré ; "
    "nous réessayons bientôt."
)
_SORRY_EN = (
    "We could not mark this exercise yet. Your work is saved; we try again soon."
)


@dataclass(frozen=True)
class Work:
    """One pending submission. kind: `submit` or `check`."""

    id: str
    cohort: str
    lab: str
    lang: str
    version: str
    learner: str
    kind: str
    received_at: datetime
    digest: str

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Work:
        """Raises KeyError, ValueError or TypeError for an item that is not one."""
        received_at = _moment(item["received_at"])
        texts = ("id", "cohort", "lab", "lang", "version", "learner", "kind", "digest")
        values = {name: str(item[name]) for name in texts}
        return cls(received_at=received_at, **values)


class Keeper:
    """The one who writes gradebooks. All its methods run in one thread."""

    def __init__(self, courses: Path, outbox: Outbox) -> None:
        self._courses = courses
        self._outbox = outbox
        self._seen: dict[str, tuple[int, int]] = {}

    def keep(
        self,
        work: Work,
        version: AssignmentVersion,
        graded: Graded,
        files: Mapping[str, bytes],
    ) -> Result:
        """What was sent on its way for this submission.

        A check never touches the gradebook; an older submission than the one the
        gradebook holds only goes to the record.
        """
        automatic = graded.result
        if work.kind != "submit" or not self._is_latest(work):
            self._outbox.append(work.id, self.body(work.id, automatic))
            return automatic
        course = self._course(work.cohort)
        if not course.has(work.lab):
            course.generate(work.lab, version.folder / "fr" / "source.ipynb", None)
        student = student_of(work.learner)
        course.write(
            Marked(student, work.received_at, automatic, graded.autograded, files)
        )
        lines = lines_of(student, work.lab, lines_in(course.database))
        result = with_manual_marks(automatic, lines)
        self._outbox.append(
            work.id,
            self.body(work.id, result),
            feedback=graded.feedback_html or None,
            held=Held(
                work.cohort,
                work.lab,
                work.learner,
                student,
                work.id,
                work.received_at.isoformat(),
                automatic,
            ),
            by_hand=[each.exercise for each in lines if each.is_by_hand],
        )
        return result

    def changed_marks(self) -> list[tuple[str, int]]:
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
            body = self.body(held.submission, fresh)
            sent.append((held.submission, self._outbox.append(held.submission, body)))
        return sent

    def _is_latest(self, work: Work) -> bool:
        held = self._outbox.held(work.cohort, work.lab, work.learner)
        return (
            held is None
            or held.submission == work.id
            or _moment(held.received_at) <= work.received_at
        )

    def _course(self, cohort: str) -> CourseGradebook:
        return CourseGradebook(self._courses / cohort, cohort)

    def body(self, submission: str, result: Result) -> dict[str, Any]:
        """final: nobody and nothing is expected to change this mark by itself."""
        states = {each.state for each in result.exercises}
        if State.COULD_NOT_MARK in states:
            tries = self._outbox.tries_at_marking(submission) + 1
            return result_body(result, final=tries >= GIVE_UP_AFTER)
        return result_body(result, final=State.WAITING not in states)


def could_not_mark(
    work: Work, version: AssignmentVersion, files: Mapping[str, bytes]
) -> Graded:
    """What stands for a mark when we failed: no exercise is failed, none is passed."""
    outcomes = tuple(
        Outcome(
            each.id,
            State.COULD_NOT_MARK,
            0.0,
            each.possible,
            fr=_SORRY_FR,
            en=_SORRY_EN,
        )
        for each in version.exercises
    )
    result = Result(
        lab=work.lab,
        lang=work.lang if work.lang in ("fr", "en") else "fr",
        version=work.version,
        points=0.0,
        possible=sum(each.possible for each in version.exercises),
        exercises=outcomes,
        seconds=0.0,
        marked_at=datetime.now(UTC).isoformat("T", "seconds"),
    )
    return Graded(result, _readable(work, version, files), "")


def _readable(
    work: Work, version: AssignmentVersion, files: Mapping[str, bytes]
) -> bytes:
    """The learner's notebook if formgrader can show it, or else the blank one."""
    sent = files.get(f"{work.lab}.ipynb", b"")
    try:
        book = json.loads(sent)
        if book["nbformat"] == 4 and isinstance(book["cells"], list):
            return sent
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return (version.release("fr") / f"{work.lab}.ipynb").read_bytes()


def _same_marks(body: Mapping[str, Any], result: Result) -> bool:
    return bool(body["result"]["exercises"] == result.to_dict()["exercises"])


def lines_of(student: str, lab: str, lines: list[Line]) -> list[Line]:
    return [each for each in lines if (each.student, each.lab) == (student, lab)]


def _stamp(database: Path) -> tuple[int, int] | None:
    try:
        about = database.stat()
    except FileNotFoundError:
        return None
    return about.st_mtime_ns, about.st_size


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
