"""nbgrader's generation in this process: what learners get, and what stays here."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from autograder.gradebook.private_course import LEARNER, generate, private_course
from labs.authoring.build import STUB, TEXT_STUB
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

# Real nbgrader takes its 4 seconds of import once for the file.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """The released notebook and the gradebook of the small lab."""
    out = tmp_path_factory.mktemp("generated") / "fr"
    source = small_lab.notebook(why="The author's own words.").encode()
    release, gradebook = generate(LAB, source, {"data.csv": b"x\n1\n"}, out)
    return json.loads(release), gradebook


def sources(notebook: dict[str, Any]) -> dict[str, str]:
    return {each["id"]: "".join(each["source"]) for each in notebook["cells"]}


def test_learners_get_stubs_in_our_words_and_no_solution(
    generated: tuple[dict[str, Any], Path],
) -> None:
    notebook, _ = generated

    found = sources(notebook)
    assert found["c1"].splitlines() == ["def total(a, b):", f"    {STUB}"]
    assert found["c3"] == TEXT_STUB
    assert "return a + b" not in json.dumps(notebook)


def test_the_template_gradebook_has_the_exercises_and_their_points(
    generated: tuple[dict[str, Any], Path],
) -> None:
    _, gradebook = generated

    with closing(sqlite3.connect(gradebook)) as db:
        rows = db.execute(
            "SELECT name, max_score FROM base_cell JOIN grade_cells USING (id)"
        ).fetchall()

    assert dict(rows) == {"sum-check": 2.0, "why": 3.0}


def test_a_private_course_is_of_one_learner_and_leaves_nothing() -> None:
    with private_course(LAB) as course:
        root = Path(course.root)
        assert root.is_dir()
        assert (course.assignment_id, course.student_id) == (LAB, LEARNER)
        (root / "left.txt").touch()

    assert not root.exists()
