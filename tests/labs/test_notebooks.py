"""The labs themselves, as a learner and as the autograder meet them.

- `marks`: really marks a case, as the service does: in a fork of a warm process.
  Solution and untouched in both languages; the other cases alternate, because the
  tests are the same cells in both (test_check.py).
- A cold process must say the same as a fork. It imports scikit-learn anew, three
  times the work of the fork, so that every other mistake of an exercise is asked so,
  and all with --cold. What concerns the lab as a whole always is.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Graded, Job, grade
from autograder.runtime.draws import DEVELOPMENT
from autograder.sandbox import warm
from labs.authoring import cases, check
from labs.authoring.build import Built, build
from labs.catalogue import Lab, load
from labs.language import LANGUAGES

LABS = load().labs
CASES = [(lab, case) for lab in LABS for case in check.all_cases(lab)]
PLANNED = [
    (lab, case, lang)
    for place, (lab, case) in enumerate(CASES)
    for lang in (
        LANGUAGES
        if case.name in ("solution", "untouched")
        else LANGUAGES[place % 2 :][:1]
    )
]


def _name(planned: tuple[Lab, cases.Case, str]) -> str:
    lab, case, lang = planned
    return f"{lab.id}/{case.name}-{lang}"


COLD_TOO = {
    _name(planned)
    for place, planned in enumerate(PLANNED)
    if not planned[1].name.startswith("exercises/") or place // 2 % 2
}
Marks = Callable[[tuple[Lab, cases.Case, str]], tuple[Graded, Graded | None]]


@pytest.fixture(scope="session")
def forks(warm_processes: None) -> Iterator[dict[Any, Any]]:
    """Warm processes, whatever --cold says: both ways are compared here."""
    if warm._warm:
        yield warm._warm
        return
    ours: dict[Any, Any] = {}
    with mock.patch.object(warm, "_warm", ours):
        assert warm.warm_up(wait=True) is None
    yield ours
    with mock.patch.object(warm, "_warm", ours):
        warm.cool_down()


@pytest.fixture
def marks(
    versions: Callable[[Lab], AssignmentVersion],
    forks: dict[Any, Any],
    request: pytest.FixtureRequest,
) -> Marks:
    always = request.config.getoption("--cold")

    def warm_and_cold(
        planned: tuple[Lab, cases.Case, str],
    ) -> tuple[Graded, Graded | None]:
        lab, case, lang = planned
        files = cases.submission(case, built(lab.id), lang)
        seed = DEVELOPMENT.seed(_name(planned))
        job = Job(lab=lab.id, lang=lang, files=files, seed=seed)
        version = versions(lab)
        with mock.patch.object(warm, "_warm", forks):
            in_a_fork = grade(job, version)
        if not always and _name(planned) not in COLD_TOO:
            return in_a_fork, None
        with mock.patch.object(warm, "_warm", {}):
            return in_a_fork, grade(job, version)

    return warm_and_cold


@cache
def built(lab: str) -> Built:
    return build(load().lab(lab))


@pytest.mark.slow
@pytest.mark.parametrize("planned", PLANNED, ids=_name)
def test_a_case_is_marked_as_its_author_says(
    marks: Marks, planned: tuple[Lab, cases.Case, str]
) -> None:
    """Solutions earn all, blanks nothing, each mistake its own code and sentence; a
    cold process says the same."""
    lab, case, _ = planned
    in_a_fork, cold = marks(planned)
    result = in_a_fork.result
    marked = check.Marked({each.id: each for each in result.exercises}, result.seconds)

    assert list(check.broken_rules(lab, case, marked)) == []
    if cold is not None:
        assert cold.result.exercises == result.exercises


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_run_all_on_a_fresh_notebook_reaches_the_end(
    lab: Lab, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does "Prepare everything" fail nowhere but in checks, and there kindly?"""
    cells = _run(lab, cases.untouched(lab), lang, tmp_path, monkeypatch)

    errors = {
        cell.id: output.ename
        for cell in cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }
    automatic = {each.id for each in lab.exercises if not each.manual}
    assert errors == dict.fromkeys(automatic, "NotAttempted")


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_the_solution_runs_without_an_error_in_the_learners_kernel(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = _run(lab, cases.solution(lab), "fr", tmp_path, monkeypatch)

    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert [each for each in outputs if each.output_type == "error"] == []
    passed = [each for each in outputs if "✓" in each.get("text", "")]
    assert len(passed) == sum(not each.manual for each in lab.exercises)


def test_the_first_own_model_is_there_after_three_cells() -> None:
    """A1: the third code cell of N1-01 trains on the learner's drawings."""
    cells = build(load().lab("N1-01")).notebooks["release", "fr"].cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]

    assert "drawing_pad(" in code[1]
    assert ".fit(images, labels)" in code[2]
    assert "live_guess(first_ai)" in code[2]


def test_the_supplied_hand_is_what_its_script_makes(tmp_path: Path) -> None:
    lab = load().lab("N1-01")
    script = lab.folder / "make_data.py"
    names: dict[str, object] = {"__file__": str(tmp_path / "make_data.py")}
    exec(compile(script.read_text("utf-8"), str(script), "exec"), names)  # noqa: S102
    names["main"]()  # type: ignore[operator]

    for made in tmp_path.rglob("*.json"):
        kept = lab.folder / made.relative_to(tmp_path)
        assert kept.read_bytes() == made.read_bytes(), made.name


def test_no_solution_and_no_hidden_test_is_in_what_learners_get(tmp_path: Path) -> None:
    for lab in LABS:
        for path in build(lab).write(tmp_path):
            if "release" in path.parts:
                text = path.read_text("utf-8")
                assert "import hidden" not in text
                assert "BEGIN SOLUTION" not in text
                assert not (path.parent / "hidden.py").exists()


def _run(
    lab: Lab,
    case: cases.Case,
    lang: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> list[nbformat.NotebookNode]:
    """Runs the notebook in a real kernel; a learner's, so not as when marking."""
    from nbclient import NotebookClient

    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    files = cases.submission(case, build(lab), lang)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    notebook = nbformat.reads(files[f"{lab.id}.ipynb"].decode(), 4)
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=120,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return list(notebook.cells)
