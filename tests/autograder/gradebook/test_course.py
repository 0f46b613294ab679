"""The cohort's gradebook: real nbgrader, a lab of two exercises."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.gradebook.course import (
    CourseGradebook,
    GradebookError,
    MarkedSubmission,
)
from autograder.gradebook.scores import Line, lines_in, with_manual_marks
from labs.outcome import State
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

# Real nbgrader takes its 4 seconds of import once for the file.
pytestmark = pytest.mark.slow
DUE = datetime(2026, 12, 4, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one generated lab, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("released")
    version = small_lab.small_version(folder / "versions")
    book = CourseGradebook(folder / "demo", "demo")
    book.generate(LAB, version.folder / "fr" / "source.ipynb", DUE)
    book.enrol([{"name": "ada", "display": "Ada <script>L'</script>"}])
    return folder / "demo"


@pytest.fixture
def course(released: Path, tmp_path: Path) -> CourseGradebook:
    shutil.copytree(released, tmp_path / "demo")
    return CourseGradebook(tmp_path / "demo", "demo")


def marked(
    points: float = 2.0, why: str = "Because.", student: str = "ada"
) -> MarkedSubmission:
    text = small_lab.notebook("return a + b", why).encode()
    moment = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    sent = {f"{LAB}.ipynb": text, "../../evil": b"", ".ipynb_checkpoints": b"x"}
    return MarkedSubmission(student, moment, small_lab.result(points), text, sent)


def line(course: CourseGradebook, exercise: str) -> Line:
    (found,) = [each for each in lines_in(course.database) if each.exercise == exercise]
    return found


def type_score(
    course: CourseGradebook, exercise: str, score: object, comment: str | None = None
) -> None:
    """What formgrader's PUT does, in SQL."""
    with closing(sqlite3.connect(course.database)) as db, db:
        db.execute(
            "UPDATE grade SET manual_score = ?, needs_manual_grade = 0 WHERE cell_id ="
            " (SELECT id FROM base_cell WHERE name = ? AND type = 'GradeCell')",
            (score, exercise),
        )
        db.execute(
            "UPDATE comment SET manual_comment = ? WHERE cell_id ="
            " (SELECT id FROM base_cell WHERE name = ? AND type = 'SolutionCell')",
            (comment, exercise),
        )


def test_a_released_lab_is_in_the_gradebook_with_its_due_date(
    course: CourseGradebook,
) -> None:
    with closing(sqlite3.connect(course.database)) as db:
        ((due,),) = db.execute("SELECT duedate FROM assignment")

    assert course.has(LAB)
    assert not course.has("N1-01")
    assert due.startswith("2026-12-04 17:00")
    assert (course.root / "release" / LAB / f"{LAB}.ipynb").exists()


def test_only_we_may_enter_the_course_folder(released: Path) -> None:
    assert released.stat().st_mode & 0o077 == 0


def test_a_name_carries_no_markup_into_nbgraders_pages(course: CourseGradebook) -> None:
    with closing(sqlite3.connect(course.database)) as db:
        ((first, last),) = db.execute("SELECT first_name, last_name FROM student")

    assert not set("<>'\"&") & set(first + last)


def test_releasing_again_keeps_the_marks(
    course: CourseGradebook, tmp_path: Path
) -> None:
    course.write(marked())
    version = small_lab.small_version(tmp_path / "versions")

    course.generate(LAB, version.folder / "fr" / "source.ipynb", None)

    assert line(course, "sum-check").auto == 2


def test_exercises_cannot_change_under_handed_in_work(
    course: CourseGradebook, tmp_path: Path
) -> None:
    course.write(marked())
    other = tmp_path / "other.ipynb"
    other.write_text(small_lab.notebook().replace('"sum-check"', '"sum-other"'))

    with pytest.raises(GradebookError) as refused:
        course.generate(LAB, other, None)

    assert "autre promotion" in refused.value.fr
    assert "another cohort" in refused.value.en


def test_a_marked_submission_is_what_formgrader_shows(course: CourseGradebook) -> None:
    course.write(marked())

    autograded = course.root / "autograded" / "ada" / LAB
    submitted = course.root / "submitted" / "ada" / LAB
    assert line(course, "sum-check") == Line(
        LAB, "ada", "sum-check", 2.0, 2.0, None, 0.0, False, None
    )
    assert line(course, "why").auto is None
    assert line(course, "why").needs_manual
    assert (autograded / f"{LAB}.ipynb").exists()
    stamp = "2026-12-01 09:30:00 UTC\n"
    assert (autograded / "timestamp.txt").read_text() == stamp
    assert sorted(each.name for each in submitted.iterdir()) == [
        f"{LAB}.ipynb",
        "timestamp.txt",
    ]


def test_a_later_submission_takes_the_line(course: CourseGradebook) -> None:
    course.write(marked(points=0.0))
    course.write(marked(points=2.0))

    assert line(course, "sum-check").auto == 2
    assert len(lines_in(course.database)) == 2


def test_what_could_not_be_marked_waits_for_a_person_and_is_not_zero(
    course: CourseGradebook,
) -> None:
    broken = small_lab.result(0.0)
    first = replace(broken.exercises[0], state=State.COULD_NOT_MARK)
    result = replace(broken, exercises=(first, broken.exercises[1]))

    course.write(replace(marked(), result=result))

    assert line(course, "sum-check").auto is None
    assert line(course, "sum-check").needs_manual


def test_a_manual_score_is_never_overwritten(course: CourseGradebook) -> None:
    course.write(marked())
    type_score(course, "why", 2.5)

    course.write(marked())
    same_answer = line(course, "why")
    course.write(marked(why="Another reason."))
    other_answer = line(course, "why")

    assert same_answer.manual == other_answer.manual == 2.5
    assert not same_answer.needs_manual
    assert other_answer.needs_manual


def test_a_learner_unknown_to_the_gradebook_becomes_a_student(
    course: CourseGradebook,
) -> None:
    course.write(marked(student="basile"))

    assert {each.student for each in lines_in(course.database)} == {"basile"}


@pytest.mark.parametrize(
    ("score", "state", "points"),
    [
        (3, State.PASSED, 3.0),
        ("1.5", State.PARTIAL, 1.5),
        (0, State.FAILED, 0.0),
        (99, State.PASSED, 3.0),
        (-4, State.FAILED, 0.0),
        ("no number", State.WAITING, 0.0),
        (None, State.WAITING, 0.0),
    ],
)
def test_a_typed_score_becomes_a_mark(
    course: CourseGradebook, score: object, state: State, points: float
) -> None:
    course.write(marked())
    type_score(course, "why", score)

    result = with_manual_marks(small_lab.result(), lines_in(course.database))

    assert result.exercises[1].state is state
    assert result.exercises[1].points == points
    assert result.points == 2 + points


def test_the_teachers_comment_reaches_the_learner(course: CourseGradebook) -> None:
    course.write(marked())
    type_score(course, "why", 3, comment="Très clair !")

    result = with_manual_marks(small_lab.result(), lines_in(course.database))

    assert result.exercises[1].fr == "Très clair !"


def test_a_written_answer_that_changed_after_marking_waits_again(
    course: CourseGradebook,
) -> None:
    course.write(marked())
    type_score(course, "why", 3)
    course.write(marked(why="Another reason."))

    result = with_manual_marks(small_lab.result(), lines_in(course.database))

    assert result.exercises[1].state is State.WAITING


def test_no_gradebook_has_no_lines(tmp_path: Path) -> None:
    assert lines_in(tmp_path / "gradebook.db") == []
    assert not (tmp_path / "gradebook.db").exists()
