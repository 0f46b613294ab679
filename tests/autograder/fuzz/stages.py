"""What is asked of every mutant: the cheap stages, then the whole marking.

Cheap: the record's zip, reading, reassembly, and outcomes from made-up sightings.
`Broken` says which promise was broken; whatever else is raised broke one too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Job, grade
from autograder.grading.outcomes import outcomes_of
from autograder.grading.session import Observed
from autograder.release.build import build_version
from autograder.runtime.limits import Limits
from autograder.submission.read import Unreadable
from autograder.submission.reassemble import Reassembled, Role, notebook_in, reassemble
from hub.record.domain.archive import open_archive
from hub.record.domain.refusal import Refused
from labs.catalogue import read_lab
from labs.outcome import MAX_SENTENCE, Outcome, State
from tests.autograder.conftest import LAB, SMALL_LAB
from tests.autograder.fuzz.mutations import Mutant
from tests.autograder.fuzz.snippets import STRANGE, VALUES

# Short, for mutants loop and hoard more than learners do; enough for honest work
# on a machine with other work to do.
LIMITS = Limits(
    cpu_s=16, wall_s=60, memory_mb=700, processes=24, output_mb=1, disk_mb=8
)
SECRET = "271828182845"
_WRONG = {
    "mean": "def mean(values):\n    return sum(values)",
    "table": "table = [0, 1] * 2",
    "learn": "def learn(points, labels):\n    return points",
}


class Broken(AssertionError):
    """A promise that did not hold."""


@dataclass(frozen=True)
class Ready:
    """A mutant after the cheap stages. digest: of the work that is left of it."""

    files: dict[str, bytes]
    digest: str


def small_lab(folder: Path) -> AssignmentVersion:
    return build_version(read_lab(SMALL_LAB), folder)


def originals(version: AssignmentVersion) -> dict[str, dict[str, Any]]:
    """The solved notebook, and one that is wrong, partly right and not begun."""
    solved = json.loads((version.folder / "fr" / "source.ipynb").read_text("utf-8"))
    wrong = version.released_notebook("fr")
    for cell in wrong["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        answer = _WRONG.get(name.removesuffix("-answer"))
        if answer is not None and name.endswith("-answer"):
            cell["source"] = answer
    return {"solved": solved, "wrong": wrong}


def cheap(mutant: Mutant, version: AssignmentVersion) -> Ready | None:
    """None: refused by the record with its sentence, which is a right answer."""
    files = mutant.files
    released = version.released_notebook("fr")
    try:
        if mutant.parcel is not None:
            files = open_archive(mutant.parcel, LAB)
        name = notebook_in(files, LAB)
        work = reassemble(files[name], released, LAB)
    except (Unreadable, Refused):
        return None
    _check_reassembled(work, released)
    _check_outcomes(work, version, Random(mutant.seed))  # noqa: S311
    beside = sorted((n, data) for n, data in files.items() if n != name)
    said = repr(([(c.id, c.kind, c.source, c.exercise) for c in work.cells], beside))
    return Ready(files, hashlib.sha256(said.encode("utf-8", "replace")).hexdigest())


def _check_reassembled(work: Reassembled, released: Mapping[str, Any]) -> None:
    json.dumps(work.notebook).encode()
    ids = [cell.id for cell in work.cells]
    if len(ids) != len(set(ids)):
        raise Broken("two reassembled cells have the same id")
    if _ours(work.notebook) != _ours(released):
        raise Broken("a released test or given cell was changed")


def _ours(notebook: Mapping[str, Any]) -> list[tuple[str, Any]]:
    cells = [
        ("".join(cell["source"]), cell["metadata"].get("nbgrader", {}))
        for cell in notebook["cells"]
    ]
    return [(text, about) for text, about in cells if about.get("locked")]


def _check_outcomes(
    work: Reassembled, version: AssignmentVersion, chance: Random
) -> None:
    """Whatever the far side says, an outcome is in bounds and can be written down."""
    seen = Observed()
    odd = [*VALUES, *STRANGE]
    kinds = ["passed", "untouched", "failed", "missing", "raised", "gone", "surprised"]
    for cell in work.cells:
        if cell.role is Role.TEST and cell.grade_id and chance.random() < 0.9:
            error = {key: chance.choice(odd) for key in ("kind", "message", "line")}
            seen.verdicts[cell.grade_id] = {
                "kind": chance.choice(kinds),
                "name": str(chance.choice(odd))[:80],
                "error": error,
                "reason": chance.choice(["time", "memory", "processes", "died"]),
                "fr": chance.choice(odd),
                "en": chance.choice(odd),
                "code": chance.choice(odd),
            }
        elif cell.is_the_learners and chance.random() < 0.3:
            seen.errors[cell.id] = {"kind": chance.choice(odd), "line": -1}
    found, known = version.read_tests(), version.exercises
    outcomes = outcomes_of(known, work, seen, found, LIMITS, version.tests)
    for each in outcomes.values():
        _check(each)


def _check(outcome: Outcome) -> None:
    if not 0 <= outcome.points <= outcome.possible:
        raise Broken(f"{outcome.id}: {outcome.points} of {outcome.possible} points")
    for said in (outcome.fr, outcome.en):
        if said is not None and len(said.encode()) > 4 * MAX_SENTENCE:
            raise Broken(f"{outcome.id}: a sentence of {len(said)} characters")


def marked(files: dict[str, bytes], version: AssignmentVersion) -> dict[str, Outcome]:
    """The whole marking, really sandboxed. Raises Broken."""
    graded = grade(Job(LAB, "fr", files, "00", LIMITS), version)
    for each in graded.result.exercises:
        _check(each)
        if each.state is State.COULD_NOT_MARK:
            raise Broken(f"{each.id} could not be marked")
    if SECRET in graded.feedback_html or SECRET in str(graded.result):
        raise Broken("a hidden number reached the learner")
    if "<script" in graded.feedback_html.lower():
        raise Broken("a script reached the feedback page")
    return {each.id: each for each in graded.result.exercises}


def check_honest(outcomes: Mapping[str, Outcome], most: Mapping[str, float]) -> None:
    """most: what the unmutated submission earns."""
    above = {n: o.points for n, o in outcomes.items() if o.points > most[n]}
    if above:
        raise Broken(f"marked above the honest maximum: {above}, honest: {dict(most)}")
