"""The instructor's view of one cohort and one lab: who is where, who needs help."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.record.domain.stuck import Try, stuck_reason
from hub.record.store import people, progress, releases, submissions
from hub.record.store.models import (
    Attempt,
    Enrolment,
    Event,
    Exercise,
    Progress,
    Release,
    Submission,
)
from hub.record.store.people import Seat
from hub.record.store.types import now

_PACE_OVER = timedelta(minutes=3)


@dataclass(frozen=True)
class MatrixCell:
    """One learner at one exercise. stuck: the reason's word, or None."""

    exercise: Exercise
    status: str
    points: int
    tries: int
    stuck: str | None
    code: str | None
    fr: str | None
    en: str | None

    @property
    def shown(self) -> str:
        return "stuck" if self.stuck else self.status


@dataclass(frozen=True)
class MatrixRow:
    """One learner. newest: the state of the newest handed-in submission, if any."""

    seat: Seat
    cells: list[MatrixCell]
    points: int
    newest: str | None


@dataclass(frozen=True)
class Matrix:
    """Learners x exercises of one released lab."""

    release: Release
    exercises: list[Exercise]
    possible: int
    rows: list[MatrixRow]

    @property
    def handed_in(self) -> int:
        return sum(1 for row in self.rows if row.newest)

    @property
    def queued(self) -> int:
        return sum(1 for row in self.rows if row.newest == "received")

    @property
    def marked(self) -> int:
        """Learners whose newest submission no longer waits for the marking."""
        return self.handed_in - self.queued

    @property
    def to_read(self) -> int:
        """Answers that wait for a person."""
        cells = (cell for row in self.rows for cell in row.cells)
        return sum(1 for cell in cells if cell.status == "waiting")

    @property
    def stuck(self) -> list[tuple[MatrixRow, MatrixCell]]:
        return [(row, cell) for row in self.rows for cell in row.cells if cell.stuck]

    def passed(self, exercise: Exercise) -> int:
        mine = (cell for row in self.rows for cell in row.cells)
        return sum(c.exercise is exercise and c.status == "passed" for c in mine)


def matrix(session: Session, release: Release) -> Matrix:
    """A few queries, whatever the size of the class."""
    cohort, lab = release.cohort_id, release.lab
    exercises = releases.exercises_of(session, lab, release.version)
    standing = _progress(session, cohort, lab)
    tries = _tries(session, cohort, lab)
    newest = _newest_states(session, cohort, lab)
    moment = now()
    rows = [
        _row(seat, exercises, standing, tries, newest, moment)
        for seat in people.roster(session, cohort)
    ]
    return Matrix(release, exercises, sum(e.possible for e in exercises), rows)


def minutes_left(session: Session) -> int | None:
    """Until all that waits is marked, at the pace of the last minutes; rounded up.

    Of all classes together, for they wait in one line. None while nothing was marked.
    """
    recently = select(func.count()).where(
        Event.source == progress.AUTOGRADER, Event.at >= now() - _PACE_OVER
    )
    marked = session.scalar(recently) or 0
    if not marked:
        return None
    waiting_s = submissions.unmarked_count(session) * _PACE_OVER.total_seconds()
    return ceil(waiting_s / marked / 60)


def busiest_lab(session: Session, cohort: str) -> str | None:
    """The lab with the newest submission; else the newest release."""
    active = (
        select(Submission.lab)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .join(
            Release,
            (Release.cohort_id == Enrolment.cohort_id)
            & (Release.lab == Submission.lab),
        )
        .where(Enrolment.cohort_id == cohort)
        .order_by(Submission.latest_at.desc())
        .limit(1)
    )
    released = select(Release.lab).where(Release.cohort_id == cohort)
    newest = released.order_by(Release.released_at.desc(), Release.lab.desc()).limit(1)
    return session.scalar(active) or session.scalar(newest)


def _row(
    seat: Seat,
    exercises: list[Exercise],
    standing: dict[tuple[int, str], Progress],
    tries: dict[tuple[int, str], list[Try]],
    newest: dict[int, str],
    moment: datetime,
) -> MatrixRow:
    cells = [
        _cell(
            exercise,
            standing.get((seat.enrolment, exercise.slug)),
            tries.get((seat.enrolment, exercise.slug), []),
            moment,
        )
        for exercise in exercises
    ]
    return MatrixRow(
        seat=seat,
        cells=cells,
        points=sum(cell.points for cell in cells),
        newest=newest.get(seat.enrolment),
    )


def _cell(
    exercise: Exercise, row: Progress | None, tries: list[Try], moment: datetime
) -> MatrixCell:
    passed = row is not None and row.completed_at is not None
    return MatrixCell(
        exercise=exercise,
        status=row.status if row else "not_started",
        points=row.points if row else 0,
        tries=row.tries if row else 0,
        stuck=stuck_reason(tries, passed, moment),
        code=row.code if row else None,
        fr=row.fr if row else None,
        en=row.en if row else None,
    )


def _progress(
    session: Session, cohort: str, lab: str
) -> dict[tuple[int, str], Progress]:
    query = (
        select(Progress)
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.cohort_id == cohort, Progress.lab == lab)
    )
    return {(row.enrolment_id, row.exercise): row for row in session.scalars(query)}


def _tries(session: Session, cohort: str, lab: str) -> dict[tuple[int, str], list[Try]]:
    """(enrolment, exercise) -> one Try per submission, its newest revision only."""
    query = (
        select(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort, Attempt.lab == lab)
        .order_by(Attempt.submitted_at, Attempt.rev)
    )
    newest: dict[tuple[int, str, str], Try] = {}
    for row in session.scalars(query):
        key = (row.enrolment_id, row.exercise, row.submission_id)
        newest[key] = Try(row.submitted_at, row.state, row.code)
    tries: dict[tuple[int, str], list[Try]] = defaultdict(list)
    for (enrolment, exercise, _), one in newest.items():
        tries[enrolment, exercise].append(one)
    return tries


def _newest_states(session: Session, cohort: str, lab: str) -> dict[int, str]:
    """Enrolment -> state of its newest handed-in submission."""
    query = (
        select(Submission.enrolment_id, Submission.state)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort,
            Submission.lab == lab,
            Submission.kind == "submit",
        )
        .order_by(Submission.latest_at)
    )
    return {row.enrolment_id: row.state for row in session.execute(query)}
