"""What a person marked in formgrader, read from a gradebook without writing to it.

formgrader tells nobody when a score changes (nbgrader has no hook for it), so the
service reads the lines again whenever the file changed. nbgrader's own API opens a
gradebook by writing; this file reads it as SQLite, `mode=ro`.

Words: a *line* is one exercise of one student's submission.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from labs.outcome import MAX_SENTENCE, Outcome, Result, State

_LINES = """
SELECT a.name, sa.student_id, c.name, gc.max_score, g.auto_score, g.manual_score,
       g.extra_credit, g.needs_manual_grade, cm.manual_comment
FROM grade AS g
JOIN base_cell AS c ON c.id = g.cell_id
JOIN grade_cells AS gc ON gc.id = c.id
JOIN submitted_notebook AS sn ON sn.id = g.notebook_id
JOIN submitted_assignment AS sa ON sa.id = sn.assignment_id
JOIN assignment AS a ON a.id = sa.assignment_id
LEFT JOIN base_cell AS sc
  ON sc.notebook_id = c.notebook_id AND sc.name = c.name AND sc.type = 'SolutionCell'
LEFT JOIN comment AS cm ON cm.notebook_id = sn.id AND cm.cell_id = sc.id
"""


@dataclass(frozen=True)
class Line:
    """One exercise in a gradebook. manual: what a person typed, or None."""

    lab: str
    student: str
    exercise: str
    possible: float
    auto: float | None
    manual: float | None
    extra: float
    needs_manual: bool
    comment: str | None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person typed a mark here, or points on top of one."""
        return self.manual is not None or bool(self.extra)


def lines_in(gradebook: Path) -> list[Line]:
    """Every line of the gradebook; none when there is no gradebook yet."""
    return [_line(row) for row in _rows(gradebook, _LINES)]


def lines_of(student: str, lab: str, lines: Iterable[Line]) -> list[Line]:
    return [each for each in lines if (each.student, each.lab) == (student, lab)]


def labs_in(gradebook: Path) -> set[str]:
    """The labs generated in this gradebook."""
    query = (
        "SELECT a.name FROM assignment AS a"
        " JOIN notebook AS n ON n.assignment_id = a.id"
    )
    return {row[0] for row in _rows(gradebook, query)}


def with_manual_marks(result: Result, lines: Iterable[Line]) -> Result:
    """The automatic result with what people typed over it.

    Points are the typed score (and extra credit), kept between 0 and the possible;
    the state follows from the points. A written answer that changed since it was
    marked waits again. Same `marked_at`: the caller says when it changed.
    """
    by_exercise = {line.exercise: line for line in lines}
    outcomes = tuple(
        _marked(each, by_exercise.get(each.id)) for each in result.exercises
    )
    points = sum(each.points for each in outcomes)
    return replace(result, exercises=outcomes, points=points)


def _marked(outcome: Outcome, line: Line | None) -> Outcome:
    if line is None or (line.manual is None and not line.extra):
        return outcome
    if line.manual is None:
        if outcome.state in (State.WAITING, State.COULD_NOT_MARK):
            return outcome
        points = min(outcome.points + line.extra, outcome.possible)
        return replace(outcome, points=points, state=_state(points, outcome.possible))
    if line.needs_manual and outcome.state is State.WAITING:
        return outcome
    points = min(max(line.manual + line.extra, 0.0), outcome.possible)
    comment = (line.comment or "").replace("\0", "").strip()[:MAX_SENTENCE] or None
    return replace(
        outcome,
        points=points,
        state=_state(points, outcome.possible),
        code=None,
        # A teacher writes to this learner in one language; it is shown as written.
        fr=comment,
        en=comment,
    )


def _state(points: float, possible: float) -> State:
    if points >= possible:
        return State.PASSED
    return State.PARTIAL if points > 0 else State.FAILED


def _rows(gradebook: Path, query: str) -> list[tuple[Any, ...]]:
    if not gradebook.exists() or gradebook.stat().st_size == 0:
        return []
    uri = f"{gradebook.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=5)) as db:
        try:
            return db.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []  # nbgrader is just making it
            raise


def _line(row: tuple[Any, ...]) -> Line:
    lab, student, exercise, possible, auto, manual, extra, needs, comment = row
    return Line(
        lab=lab,
        student=student,
        exercise=exercise,
        possible=float(possible),
        auto=_number(auto),
        manual=_number(manual),
        extra=_number(extra) or 0.0,
        needs_manual=bool(needs),
        comment=comment,
    )


def _number(value: object) -> float | None:
    """SQLite keeps a text where a browser sent one; only finite numbers count."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
