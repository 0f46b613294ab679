"""Which of the learner's cells stands for which released cell.

By grade_id, then by cell id, then by the same text, then by likeness and place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz  # nbgrader brings it

from autograder.submission.read import SubmittedCell

Notebook = dict[str, Any]
_ALIKE = 0.6
_COMPARED = 2_000  # characters of a cell that are compared for likeness
_CANDIDATES = 40


class Role(StrEnum):
    """What a cell of the reassembled notebook is."""

    PROSE = "prose"
    GIVEN = "given"  # released code that the learner may not change
    OPEN = "open"  # released code outside the exercises, which the learner may change
    ANSWER = "answer"
    HELPER = "helper"  # the learner's own cell
    TEST = "test"
    WRITTEN = "written"  # graded by a person


RUNS = (Role.GIVEN, Role.OPEN, Role.ANSWER, Role.HELPER)
GRADED = (Role.TEST, Role.WRITTEN)


@dataclass(frozen=True)
class Cell:
    """One cell. exercise: the graded cell it leads to, None after the last one.

    is_changed: it says something else than the released cell. is_found: it was in
    the learner's notebook (a deleted answer is not).
    """

    id: str
    role: Role
    kind: str
    source: str
    grade_id: str | None
    exercise: str | None
    is_changed: bool
    is_found: bool

    @property
    def is_the_learners(self) -> bool:
        return self.role in (Role.ANSWER, Role.HELPER, Role.OPEN)


class Matching:
    """Which of the learner's cells stands for which released cell."""

    def __init__(self, released: Notebook, given: Sequence[SubmittedCell]) -> None:
        self.released: list[dict[str, Any]] = released["cells"]
        self.given = given
        self.roles = [role_of(cell) for cell in self.released]
        self.match: dict[int, int] = {}  # released place -> given place
        self.used: dict[int, int] = {}  # given place -> released place it belongs to
        self._by_grade_id()
        self._by_place(self._same_id)
        self._by_place(self._same_text)
        self._by_likeness()
        self.kept = self._merged_into_given()

    def cells(self) -> list[Cell]:
        """Released cells in their order, the learner's own between them."""
        own = self._own_cells()
        ordered: list[tuple[int | None, int | None]] = [
            (None, at) for at in own.get(-1, [])
        ]
        for place in range(len(self.released)):
            ordered.append((place, self.match.get(place)))
            ordered += [(None, at) for at in own.get(place, [])]
        exercises = self._exercises(ordered)
        return [
            self._cell(place, at, exercise)
            for (place, at), exercise in zip(ordered, exercises, strict=True)
        ]

    def _by_grade_id(self) -> None:
        places = {
            grade_id_of(c): at for at, c in enumerate(self.released) if grade_id_of(c)
        }
        same: dict[int, list[int]] = {}
        for at, cell in enumerate(self.given):
            place = places.get(cell.grade_id) if cell.grade_id else None
            if place is not None:
                same.setdefault(place, []).append(at)
        for place, found in same.items():
            if self.roles[place] in (Role.ANSWER, Role.WRITTEN):
                changed = [at for at in found if self._differs(place, at)]
                self._pair(place, (changed or found)[0])
                # Untouched copies are nothing; other copies run as the learner's own.
                for at in set(found) - set(changed):
                    self.used.setdefault(at, place)
            else:
                self._pair(place, found[0])
                for at in found:
                    self.used[at] = place

    def _by_place(self, is_same: Callable[[int, int], bool]) -> None:
        for place in range(len(self.released)):
            if place in self.match:
                continue
            for at in range(len(self.given)):
                if at not in self.used and is_same(place, at):
                    self._pair(place, at)
                    break

    def _same_id(self, place: int, at: int) -> bool:
        mine, theirs = self.released[place].get("id"), self.given[at].id
        if mine is None or mine != theirs or self.given[at].grade_id is not None:
            return False
        return self.roles[place] in (Role.OPEN, Role.ANSWER, Role.WRITTEN)

    def _same_text(self, place: int, at: int) -> bool:
        cell, role = self.given[at], self.roles[place]
        if role in (Role.ANSWER, Role.WRITTEN) and not _plain(cell.source):
            return False
        return _plain(cell.source) == _plain(_source(self.released[place]))

    def _by_likeness(self) -> None:
        """Answers without metadata: the most alike cell between the neighbours."""
        for place, role in enumerate(self.roles):
            if place in self.match or role not in (Role.ANSWER, Role.WRITTEN):
                continue
            low = max((self.match[p] for p in self.match if p < place), default=-1)
            above = [
                self.match[p] for p in self.match if p > place and self.match[p] > low
            ]
            high = min(above, default=len(self.given))
            stub = _plain(_source(self.released[place]))[:_COMPARED]
            best, best_at = _ALIKE, None
            for at in range(low + 1, min(high, low + 1 + _CANDIDATES)):
                if (
                    at in self.used
                    or self.given[at].kind != self.released[place]["cell_type"]
                ):
                    continue
                text = _plain(self.given[at].source)[:_COMPARED]
                ratio = fuzz.ratio(stub, text) / 100
                if ratio >= best:
                    best, best_at = ratio, at
            if best_at is not None:
                self._pair(place, best_at)

    def _merged_into_given(self) -> set[int]:
        """Changed copies of given cells, when an answer is missing: merging two cells
        keeps the first one's metadata, so the answer may be in there."""
        answers = [p for p, role in enumerate(self.roles) if role is Role.ANSWER]
        if all(place in self.match for place in answers):
            return set()
        return {
            at
            for at, place in self.used.items()
            if self.roles[place] in (Role.GIVEN, Role.TEST)
            and self.given[at].kind == "code"
            and self._differs(place, at)
        }

    def _pair(self, place: int, at: int) -> None:
        self.match[place] = at
        self.used[at] = place

    def _differs(self, place: int, at: int) -> bool:
        return _plain(self.given[at].source) != _plain(_source(self.released[place]))

    def _own_cells(self) -> dict[int, list[int]]:
        """The learner's own cells, by the released place they follow."""
        own: dict[int, list[int]] = {}
        following = self._places_after()
        anchor = -1
        for at in range(len(self.given)):
            if at in self.used:
                anchor = self.used[at]
            is_own = at not in self.used and bool(self.given[at].source.strip())
            if is_own or at in self.kept:
                # Before the answer it led to, also when that is put back further up.
                own.setdefault(min(anchor, following[at] - 1), []).append(at)
        return own

    def _places_after(self) -> list[int]:
        """For each of the learner's cells: the released place of the next answer,
        when it is the next of the released cells; else a place after all."""
        places, place = [], len(self.released)
        for at in reversed(range(len(self.given))):
            places.append(place)
            if at in self.used:
                found = self.used[at]
                is_answer = self.roles[found] is Role.ANSWER
                place = found if is_answer else len(self.released)
        return places[::-1]

    def _exercises(
        self, ordered: list[tuple[int | None, int | None]]
    ) -> list[str | None]:
        found: list[str | None] = []
        exercise: str | None = None
        for place, _ in reversed(ordered):
            if place is not None and self.roles[place] in GRADED:
                exercise = grade_id_of(self.released[place])
            found.append(exercise)
        return found[::-1]

    def _cell(self, place: int | None, at: int | None, exercise: str | None) -> Cell:
        if place is None and at is not None:
            given = self.given[at]
            role = Role.HELPER if given.kind == "code" else Role.PROSE
            return Cell(
                f"own-{at:04}",
                role,
                given.kind,
                given.source,
                None,
                exercise,
                True,
                True,
            )
        place = place or 0
        released, role = self.released[place], self.roles[place]
        source, is_changed = _source(released), False
        if at is not None and role in (Role.ANSWER, Role.WRITTEN, Role.OPEN):
            is_changed = self._differs(place, at)
            source = self.given[at].source if is_changed else source
        if at is None and role is Role.ANSWER:
            source = ""  # a starter value must not overwrite what another cell has made
        return Cell(
            id=str(released.get("id") or f"released-{place:04}"),
            role=role,
            kind=released["cell_type"],
            source=source,
            grade_id=grade_id_of(released),
            exercise=exercise,
            is_changed=is_changed,
            is_found=at is not None,
        )


def role_of(cell: dict[str, Any]) -> Role:
    nbgrader = cell["metadata"].get("nbgrader") or {}
    if nbgrader.get("grade"):
        return Role.WRITTEN if nbgrader.get("solution") else Role.TEST
    if cell["cell_type"] != "code":
        return Role.PROSE
    if nbgrader.get("solution"):
        return Role.ANSWER
    return Role.GIVEN if nbgrader.get("locked") else Role.OPEN


def grade_id_of(cell: dict[str, Any]) -> str | None:
    nbgrader = cell["metadata"].get("nbgrader") or {}
    grade_id = nbgrader.get("grade_id")
    return grade_id if isinstance(grade_id, str) else None


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return "".join(source) if isinstance(source, list) else str(source)


def _plain(text: str) -> str:
    """The text without what an editor changes by itself: line ends, trailing blanks."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
