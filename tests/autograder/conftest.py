"""Fixtures of the marking tests.

- `built`: the small lab of lab/T0-01, built once.
- `solved`, `blank`: its reference solution and its released notebook, as `Book`s.
- `mark`: Book or bytes (and files) -> outcomes by exercise, really sandboxed, in
  forks of a warm process as the service does it; `cold`: without, in this test.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Graded, Job, grade
from autograder.runtime.limits import Limits
from autograder.sandbox import warm as warm_sandbox
from labs.catalogue import Lab, read_lab
from labs.outcome import Outcome

LAB = "T0-01"
QUICK = Limits(
    cpu_s=16, wall_s=60, memory_mb=700, processes=24, output_mb=1, disk_mb=16
)
POINTS = {"mean": 2.0, "table": 3.0, "learn": 3.0, "answer": 1.0}
SMALL_LAB = Path(__file__).parent / "lab" / LAB


@dataclass
class Book:
    """A notebook that a test changes as a learner would."""

    json: dict[str, Any]

    @property
    def cells(self) -> list[dict[str, Any]]:
        cells: list[dict[str, Any]] = self.json["cells"]
        return cells

    def place(self, grade_id: str) -> int:
        return next(
            at
            for at, cell in enumerate(self.cells)
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
        )

    def cell(self, grade_id: str) -> dict[str, Any]:
        return self.cells[self.place(grade_id)]

    def write(self, **answers: str) -> Book:
        """Fill in answer cells: mean="…" goes into the cell mean-answer."""
        for exercise, source in answers.items():
            name = exercise if exercise == "essay" else f"{exercise}-answer"
            self.cell(name)["source"] = source
        return self

    def insert(self, place: int, source: str, kind: str = "code") -> Book:
        cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source}
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        self.cells.insert(place, cell)
        return self

    def before(self, grade_id: str, source: str) -> Book:
        return self.insert(self.place(grade_id), source)

    def after(self, grade_id: str, source: str) -> Book:
        return self.insert(self.place(grade_id) + 1, source)

    def bytes(self) -> bytes:
        return json.dumps(self.json).encode()


@pytest.fixture(scope="session", autouse=True)
def warm(warm_processes: None) -> None:
    pass


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_sandbox, "_warm", {})


@pytest.fixture(scope="session")
def built(versions: Callable[[Lab], AssignmentVersion]) -> AssignmentVersion:
    return versions(read_lab(SMALL_LAB))


@pytest.fixture
def blank(built: AssignmentVersion) -> Book:
    return Book(built.released_notebook("fr"))


@pytest.fixture
def solved(built: AssignmentVersion) -> Book:
    return Book(json.loads((built.folder / "fr" / "source.ipynb").read_text("utf-8")))


Marked = dict[str, Outcome]
Mark = Callable[..., Marked]


@pytest.fixture
def grade_it(built: AssignmentVersion) -> Callable[..., Graded]:
    def mark_one(
        book: Book | bytes,
        files: Mapping[str, bytes] | None = None,
        limits: Limits = QUICK,
        lang: str = "fr",
    ) -> Graded:
        content = book if isinstance(book, bytes) else book.bytes()
        job = Job(LAB, lang, {f"{LAB}.ipynb": content, **(files or {})}, "00", limits)
        return grade(job, built)

    return mark_one


@pytest.fixture
def mark(grade_it: Callable[..., Graded]) -> Mark:
    def outcomes(*given: Any, **more: Any) -> Marked:
        result = grade_it(*given, **more).result
        return {each.id: each for each in result.exercises}

    return outcomes


@pytest.fixture
def others() -> Callable[[Marked, str], set[str]]:
    """The states of all automatic exercises but one."""

    def states(marked: Marked, but: str) -> set[str]:
        return {
            each.state.value
            for each in marked.values()
            if each.id not in (but, "essay")
        }

    return states


def _is_left(process: psutil.Process) -> bool:
    """Not the one that formats long texts, which a worker keeps (runtime/bounded)."""
    with contextlib.suppress(psutil.NoSuchProcess):
        kept = "autograder.runtime.bounded_program" in process.cmdline()
        return not kept and process.status() != psutil.STATUS_ZOMBIE
    return False


@pytest.fixture
def left_behind() -> Callable[[], list[str]]:
    """Command lines of processes that marking started and that still run.

    Orphans become children of this process, so other marking on the machine
    is not counted. Gives them two seconds to end.
    """
    _PR_SET_CHILD_SUBREAPER = 36
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before = {child.pid for child in psutil.Process().children(recursive=True)}

    def found() -> list[str]:
        for _ in range(40):
            children = psutil.Process().children(recursive=True)
            new = [each for each in children if each.pid not in before]
            alive = [each for each in new if _is_left(each)]
            if not alive:
                break
            time.sleep(0.05)
        return [" ".join(each.cmdline()) for each in alive]

    return found
