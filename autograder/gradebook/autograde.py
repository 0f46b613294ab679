"""One submission through nbgrader's own autograding steps, with one step replaced.

Where nbgrader executes the notebook (`Execute`), the verdicts of the examiner and
the outputs of the sandbox are put in. What was published by the learner's code
can only be text and PNG pictures, and never stands in a test cell.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    LimitOutput,
    NbGraderPreprocessor,
    SaveAutoGrades,
)

from autograder.gradebook.prepared import PreparedAutograde, prepared_gradebook
from autograder.gradebook.private_course import LEARNER, convert, private_course
from labs.outcome import Outcome, State

_MAX_TEXT = 20_000  # characters of one output in the marked notebook
_MAX_PICTURE = 1_500_000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Autograded:
    """A private course after autograding. scores: None where a person must mark."""

    course: CourseDirectory
    notebook: bytes
    scores: dict[str, float | None]


@contextmanager
def autograded(
    lab: str,
    gradebook: Path,
    notebook: Mapping[str, Any],
    outputs: Mapping[str, list[dict[str, Any]]],
    outcomes: Mapping[str, Outcome],
    lang: str,
) -> Iterator[Autograded]:
    """Mark a reassembled notebook in a private course that lives as long as the block.

    outputs: of the learner's cells, by cell id. outcomes: by grade_id.
    Raises NbGraderException when nbgrader itself fails.
    """
    with private_course(lab) as course:
        root = Path(course.root)
        (root / "gradebook.db").write_bytes(prepared_gradebook(gradebook, lab))
        (root / "source" / lab).mkdir(parents=True)
        submitted = root / "submitted" / LEARNER / lab
        submitted.mkdir(parents=True)
        text = nbformat.writes(nbformat.from_dict(notebook))
        (submitted / f"{lab}.ipynb").write_text(text, encoding="utf-8")
        steps = [
            PutVerdicts(outputs, outcomes, lang),
            ClearMetadataPreprocessor(preserve_cell_metadata_mask=["nbgrader"]),
            LimitOutput,
            SaveAutoGrades,
        ]
        convert(PreparedAutograde, course, autograde_preprocessors=steps)
        path = root / "autograded" / LEARNER / lab / f"{lab}.ipynb"
        yield Autograded(course, path.read_bytes(), _scores(course, lab))


def _scores(course: CourseDirectory, lab: str) -> dict[str, float | None]:
    with Gradebook(course.db_url, course.course_id) as book:
        submission = book.find_submission_notebook(lab, lab, LEARNER)
        return {
            grade.cell.name: None if grade.needs_manual_grade else grade.auto_score
            for grade in submission.grades
        }


class PutVerdicts(NbGraderPreprocessor):
    """In place of Execute: fills in what the sandbox and the examiner have seen."""

    def __init__(
        self,
        outputs: Mapping[str, list[dict[str, Any]]],
        outcomes: Mapping[str, Outcome],
        lang: str,
    ) -> None:
        super().__init__()
        self._seen, self._outcomes, self._lang = outputs, outcomes, lang

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        if cell.cell_type != "code":
            return cell, resources
        outcome = self._outcomes.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if outcome is None:
            raw = self._seen.get(cell.get("id", ""), [])
            cell.outputs = [made for made in map(safe_output, raw) if made is not None]
        else:
            cell.outputs = list(verdict_outputs(outcome, self._lang))
        cell.execution_count = None
        return cell, resources


def verdict_outputs(outcome: Outcome, lang: str) -> Iterator[Any]:
    """An outcome in the form nbgrader reads: nothing, a number, or an error."""
    if outcome.state is State.PASSED:
        return
    if outcome.state is State.PARTIAL:
        data = {"text/plain": repr(float(outcome.points))}
        yield nbformat.v4.new_output("execute_result", data, execution_count=None)
        return
    sentence = (outcome.en if lang == "en" else outcome.fr) or outcome.state.value
    yield nbformat.v4.new_output(
        "error",
        ename=outcome.code or outcome.state.value,
        evalue=sentence,
        traceback=[sentence],
    )


def safe_output(raw: Any) -> Any | None:
    """A notebook output from what the sandbox sent, which may be anything."""
    if not isinstance(raw, dict):
        return None
    kind = raw.get("type")
    if kind == "stream":
        name = "stderr" if raw.get("name") == "stderr" else "stdout"
        return nbformat.v4.new_output("stream", name=name, text=_text(raw.get("text")))
    if kind == "error":
        message = _text(raw.get("message"))[:500]
        lines = _text(raw.get("text")).split("\n")
        name = _text(raw.get("kind"))[:80]
        return nbformat.v4.new_output(
            "error", ename=name, evalue=message, traceback=lines
        )
    data = raw.get("data")
    if kind == "display" and isinstance(data, dict):
        safe = {"text/plain": _text(data.get("text/plain"))}
        picture = _picture(data.get("image/png"))
        if picture is not None:
            safe["image/png"] = picture
        return nbformat.v4.new_output("display_data", safe)
    return None


def _text(value: Any) -> str:
    text = value[:_MAX_TEXT] if isinstance(value, str) else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _picture(value: Any) -> str | None:
    """A PNG in base64, written anew so that nothing else travels with it."""
    if not isinstance(value, str) or len(value) > _MAX_PICTURE:
        return None
    try:
        raw = base64.b64decode(value, validate=False)
    except ValueError:
        return None
    return base64.b64encode(raw).decode("ascii") if raw.startswith(_PNG) else None
