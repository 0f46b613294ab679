"""A lab of one test and one written answer, and a stand-in for marking it.

Used by the service room's tests, which are about what happens around marking. The
stand-in lives in a module of its own because Dask's workers import it.
"""

import json
import os
import time
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.assignment.version import AssignmentVersion, Exercise
from autograder.grading.grade import Graded, Job
from labs.outcome import Outcome, Result, State

LAB = "N1-00"
VERSION = "small-1"
EXERCISES = (
    Exercise("sum-check", 2.0, False, {"fr": "La somme", "en": "The sum"}),
    Exercise("why", 3.0, True, {"fr": "Pourquoi", "en": "Why"}),
)


def _about(**given: Any) -> dict[str, Any]:
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**plain, "schema_version": 3, **given}}


def notebook(answer: str = "return a + b", why: str = "Your answer") -> str:
    cells = [
        new_markdown_cell("# Sum", id="c0"),
        new_code_cell(
            "def total(a, b):\n    ### BEGIN SOLUTION\n"
            f"    {answer}\n    ### END SOLUTION",
            metadata=_about(grade_id="sum", solution=True),
            id="c1",
        ),
        new_code_cell(
            "assert total(1, 2) == 3",
            metadata=_about(grade_id="sum-check", grade=True, locked=True, points=2),
            id="c2",
        ),
        new_markdown_cell(
            why,
            metadata=_about(grade_id="why", grade=True, solution=True, points=3),
            id="c3",
        ),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    caire = {"lab": LAB, "lang": "fr", "version": VERSION}
    book = new_notebook(cells=cells, metadata={"kernelspec": kernel, "caire": caire})
    return str(nbformat.writes(book))


def small_version(out: Path, version: str = VERSION) -> AssignmentVersion:
    """What build_version gives, without building."""
    folder = out / LAB / version
    for lang in ("fr", "en"):
        release = folder / lang / "release"
        release.mkdir(parents=True, exist_ok=True)
        (folder / lang / "source.ipynb").write_text(notebook())
        (release / f"{LAB}.ipynb").write_text(notebook("..."))
        (release / "data.csv").write_text("x,y\n1,2\n")
    return AssignmentVersion(LAB, version, folder, EXERCISES)


def submission(answer: str = "return a + b", why: str = "Because.") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{LAB}.ipynb", notebook(answer, why))
    return out.getvalue()


def result(
    points: float = 2.0, why: State = State.WAITING, why_points: float = 0.0
) -> Result:
    state = State.PASSED if points == 2 else State.FAILED
    return Result(
        lab=LAB,
        lang="fr",
        version=VERSION,
        points=points + why_points,
        possible=5.0,
        exercises=(
            Outcome("sum-check", state, points, 2.0),
            Outcome("why", why, why_points, 3.0),
        ),
        seconds=0.1,
        marked_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def stand_in_grade(job: Job, version: object) -> Graded:
    """Marks by looking at the text. What it finds there tells it how to misbehave."""
    text = job.files[f"{LAB}.ipynb"].decode()
    if folder := os.environ.get("CAIRE_TEST_MARKS"):  # who was marked, how often
        with (Path(folder) / job.seed).open("a") as out:
            out.write(f"{os.getpid()}\n")
    if "slowly" in text:
        time.sleep(0.3)
    if "kills its worker" in text:
        os.kill(os.getpid(), 9)
    if "breaks the marker" in text:
        raise RuntimeError("a bug of ours")
    why = json.loads(text)["cells"][3]["source"]
    why = why if isinstance(why, str) else "".join(why)
    points = 2.0 if "return a + b" in text else 0.0
    state = State.UNTOUCHED if why == "Your answer" else State.WAITING
    marked = result(points, state)
    return Graded(marked, text.encode(), f"<p>{points} / 2</p>")


def version_in(folder: Path) -> AssignmentVersion:
    """What AssignmentVersion.load gives for a `small_version`."""
    return AssignmentVersion(LAB, folder.name, folder, EXERCISES)
