"""Which exercises a check is about: those whose answer has changed since the last one.

The one rule: what is counted is what could have brought news. The code above an
exercise's test, up to the test before it, is its *answer*; only the order of the test
cells and their ids are read, so it holds for any lab.

A learner can hide work on one exercise in the answer of another: then the other's
checks are spent, and in all there are never more than those of all exercises.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hub.record.domain.bucket import Allowance, Left, left

Answers = Mapping[str, str]


class Cell(NamedTuple):
    """grade_id: nbgrader's, if it has one. code: its source; None where it is text."""

    grade_id: str | None
    code: str | None


@dataclass(frozen=True)
class Check:
    """An earlier one. answers: what it held. counted: the exercises it was for; None
    for all of them (it was kept before we looked)."""

    at: datetime
    answers: Answers
    counted: Collection[str] | None


@dataclass(frozen=True)
class Counted:
    """What one more check spends. left: of each exercise, after it."""

    exercises: tuple[str, ...]
    left: Mapping[str, Left]

    @property
    def least(self) -> Left:
        """Of the exercises it spent: the one with the fewest left."""
        return min(
            (self.left[each] for each in self.exercises),
            key=lambda one: (one.count, -one.wait_s),
        )


class TooMany(Exception):
    """No check is left. exercise: the one to wait longest for."""

    def __init__(self, exercise: str, wait: timedelta) -> None:
        super().__init__(exercise)
        self.exercise, self.wait = exercise, wait


def cells_of(notebook: bytes) -> list[Cell]:
    """What `answers_of` needs of a notebook that was taken. It takes a while
    for a large one, so it is done before the database is held."""
    cells = json.loads(notebook.decode("utf-8-sig"))["cells"]
    cells = [cell for cell in cells if isinstance(cell, dict)]
    return [Cell(_grade_id(cell), _code(cell)) for cell in cells]


def answers_of(cells: Iterable[Cell], exercises: Sequence[str]) -> dict[str, str]:
    """Exercise -> digest of the code above its test, since the test before."""
    found: dict[str, str] = {}
    code: list[str] = []
    for cell in cells:
        name = cell.grade_id
        if name and name in exercises and name not in found:
            found[name] = _digest(code)
            code = []
        elif cell.code is not None:
            code.append(cell.code)
    return found


def counted(
    allowance: Allowance,
    exercises: Sequence[str],
    answers: Answers,
    past: Sequence[Check],
    now: datetime,
) -> Counted:
    """What a check at `now` spends. Raises TooMany; then it spends nothing.

    past: in the order of time; the last one tells what has changed. Where no answer
    has (a file, a picture, a cell at the end), it is for all that still have some.
    """
    times = {each: [one.at for one in past if _is_for(each, one)] for each in exercises}
    before = {each: left(allowance, times[each], now) for each in exercises}
    known = past[-1].answers if past else {}
    changed = [e for e in exercises if not past or answers.get(e) != known.get(e)]
    spent = changed or [each for each in exercises if before[each].count]
    empty = [each for each in spent or exercises if not before[each].count]
    if empty:
        longest = max(empty, key=lambda each: before[each].wait_s)
        raise TooMany(longest, timedelta(seconds=before[longest].wait_s))
    after = {
        each: left(allowance, [*times[each], now], now) if each in spent else was
        for each, was in before.items()
    }
    return Counted(tuple(spent), after)


def _is_for(exercise: str, check: Check) -> bool:
    return check.counted is None or exercise in check.counted


def _grade_id(cell: Mapping[str, Any]) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else None


def _code(cell: Mapping[str, Any]) -> str | None:
    if cell.get("cell_type") != "code":
        return None
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _digest(code: Sequence[str]) -> str:
    text = json.dumps(code)  # ASCII: half a surrogate pair is text here too
    return hashlib.sha256(text.encode()).hexdigest()[:16]
