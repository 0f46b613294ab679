"""Fixtures of the honest suite.

- `keeps_its_points`: a Rewritten case (and its module's others) or a Changed one.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Job, grade
from autograder.runtime.limits import Limits
from autograder.submission.reassemble import notebook_in, reassemble
from labs.outcome import Outcome, State
from tests.autograder.conftest import LAB, POINTS, Book
from tests.autograder.honest.cases import Changed, Files, Rewritten, shared

# What an honest learner gets: the limits of a site that changes none.
LIMITS = Limits()


@dataclass(frozen=True)
class Seen:
    outcomes: dict[str, Outcome]
    left: list[str]


class Marker:
    """Marks in the real sandbox; the same work in another file is marked once."""

    def __init__(self, version: AssignmentVersion) -> None:
        self._version = version
        self._seen: dict[str, Seen] = {}

    def mark(
        self, files: Files, limits: Limits, left_behind: Callable[[], list[str]]
    ) -> Seen:
        key = self._key(files, limits)
        if key not in self._seen:
            result = grade(Job(LAB, "fr", files, "00", limits), self._version).result
            outcomes = {each.id: each for each in result.exercises}
            self._seen[key] = Seen(outcomes, left_behind())
        return self._seen[key]

    def _key(self, files: Files, limits: Limits) -> str:
        name = notebook_in(files, LAB)
        released = self._version.released_notebook("fr")
        cells = reassemble(files[name], released, LAB).cells
        beside = sorted((n, data) for n, data in files.items() if n != name)
        return sha256(repr((cells, beside, limits)).encode()).hexdigest()


@pytest.fixture(scope="session")
def marker(built: AssignmentVersion) -> Marker:
    return Marker(built)


@pytest.fixture
def keeps_its_points(
    marker: Marker, solved: Book, left_behind: Callable[[], list[str]]
) -> Callable[..., None]:
    def keeps(
        case: Rewritten | Changed, others: Iterable[Rewritten | Changed] = ()
    ) -> None:
        if isinstance(case, Changed):
            limits = replace(LIMITS, wall_s=case.wall_s)
            deserved = POINTS | dict(case.deserves)
            files = case.files(copy.deepcopy(solved))
        else:
            limits, deserved = LIMITS, {case.exercise: POINTS[case.exercise]}
            files = _together(case, others, copy.deepcopy(solved))

        seen = marker.mark(files, limits, left_behind)

        _earned(seen.outcomes, deserved)
        assert seen.left == []

    return keeps


def _together(case: Rewritten, others: Iterable[Any], book: Book) -> Files:
    group = shared([each for each in others if isinstance(each, Rewritten)])
    for each in group[case.name]:
        each.change(book)
    return {f"{LAB}.ipynb": book.bytes()}


def _earned(outcomes: dict[str, Outcome], deserved: dict[str, float]) -> None:
    assert State.COULD_NOT_MARK not in {each.state for each in outcomes.values()}
    told = {name: (outcomes[name].points, outcomes[name].en) for name in deserved}
    assert {name: points for name, (points, _) in told.items()} == deserved, told
