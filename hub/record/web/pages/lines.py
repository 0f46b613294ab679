"""What a learner sent, a line each: on the learner's page and on the instructor's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hub.record.store import progress, submissions
from hub.record.store.models import Submission


@dataclass(frozen=True)
class Line:
    """One line of "what I sent": the submission, its mark, what can be fetched."""

    row: Submission
    state: str
    place: int | None
    points: int | None
    possible: int | None
    has_feedback: bool


def lines(session: Session, rows: list[Submission], taken: set[str]) -> list[Line]:
    """Newest first, as the pages show them."""
    ready = submissions.has_feedback(session, [row.id for row in rows])
    return [_line(session, row, row.id in taken, row.id in ready) for row in rows]


def _line(session: Session, row: Submission, is_taken: bool, ready: bool) -> Line:
    state = "marking" if is_taken and row.state == "received" else row.state
    result = progress.result_of(session, row.id) if row.rev else None
    return Line(
        row=row,
        state=state,
        place=submissions.place(session, row) if state == "received" else None,
        points=progress.milli(result["points"]) if result else None,
        possible=progress.milli(result["possible"]) if result else None,
        has_feedback=ready,
    )
