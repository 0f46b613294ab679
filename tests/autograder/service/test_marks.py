"""What goes to the record, and when the gradebook is touched."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.exchange.outbox import Outbox
from autograder.exchange.pending import PendingSubmission
from autograder.gradebook.course import CourseGradebook
from autograder.gradebook.scores import Line
from autograder.grading.grade import Graded
from autograder.service import marks
from autograder.service.marks import MarkWriter
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB, VERSION

ITEM = {
    "id": "s1",
    "cohort": "demo",
    "lab": LAB,
    "lang": "fr",
    "version": VERSION,
    "learner": "ada",
    "kind": "submit",
    "received_at": "2026-12-01T09:00:00+00:00",
    "digest": "00",
}
LATER: dict[str, Any] = {"id": "s2", "received_at": "2026-12-02T09:00:00+00:00"}


class Course:
    """Stands for nbgrader's gradebook: what was written, and what people typed."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.typed: dict[str, float] = {}

    def lines(self, _database: Path) -> list[Line]:
        return [
            Line(LAB, "ada", name, 3.0, None, points, 0.0, False, None)
            for name, points in self.typed.items()
        ]


@pytest.fixture
def course(monkeypatch: pytest.MonkeyPatch) -> Course:
    course = Course()
    monkeypatch.setattr(marks, "lines_in", course.lines)
    monkeypatch.setattr(CourseGradebook, "has", lambda *_: True)
    monkeypatch.setattr(
        CourseGradebook,
        "write",
        lambda _, marked: course.written.append(marked.student),
    )
    return course


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    yield outbox
    outbox.close()


@pytest.fixture
def writer(tmp_path: Path, outbox: Outbox) -> MarkWriter:
    return MarkWriter(tmp_path / "courses", outbox)


def write(writer: MarkWriter, points: float = 2.0, **about: Any) -> None:
    submission = PendingSubmission.of({**ITEM, **about})
    graded = Graded(small_lab.result(points), b"{}", "<p>page</p>")
    version = small_lab.version_in(Path(VERSION))
    writer.write(submission, version, graded, {})


def points(outbox: Outbox, submission: str) -> Any:
    body: Mapping[str, Any] | None = outbox.latest(submission)
    return None if body is None else body["result"]["points"]


def test_a_mark_goes_into_the_gradebook_and_on_its_way(
    writer: MarkWriter, outbox: Outbox, course: Course
) -> None:
    write(writer)

    assert course.written == ["ada"]
    assert points(outbox, "s1") == 2.0
    (due,) = outbox.due()
    assert due.feedback == "<p>page</p>"
    held = outbox.held("demo", LAB, "ada")
    assert held is not None
    assert held.submission == "s1"


def test_a_check_never_touches_the_gradebook(
    writer: MarkWriter, outbox: Outbox, course: Course
) -> None:
    write(writer, kind="check")

    assert course.written == []
    assert points(outbox, "s1") == 2.0
    assert outbox.held("demo", LAB, "ada") is None


def test_an_older_submission_marked_late_does_not_take_the_line(
    writer: MarkWriter, outbox: Outbox, course: Course
) -> None:
    write(writer, **LATER)
    write(writer, points=0.0)

    assert course.written == ["ada"]
    held = outbox.held("demo", LAB, "ada")
    assert held is not None
    assert held.submission == "s2"
    assert points(outbox, "s1") == 0.0


def test_what_a_person_typed_is_in_what_is_sent(
    writer: MarkWriter, outbox: Outbox, course: Course
) -> None:
    course.typed = {"why": 3.0}

    write(writer)

    assert points(outbox, "s1") == 5.0
    held = outbox.held("demo", LAB, "ada")
    assert held is not None
    assert held.result.points == 2.0  # the automatic result stays known


def test_a_typed_mark_is_sent_once(
    writer: MarkWriter, outbox: Outbox, course: Course, tmp_path: Path
) -> None:
    write(writer)
    database = tmp_path / "courses" / "demo" / "gradebook.db"
    database.parent.mkdir(parents=True)
    database.write_bytes(b"1")
    assert writer.send_manual_marks() == []  # nothing was typed yet

    course.typed = {"why": 1.5}
    assert writer.send_manual_marks() == []  # the file did not change
    database.write_bytes(b"12")

    assert writer.send_manual_marks() == [("s1", 2)]
    assert writer.send_manual_marks() == []
    assert points(outbox, "s1") == 3.5


def test_a_mark_that_waits_for_a_person_is_not_final(
    writer: MarkWriter, outbox: Outbox, course: Course
) -> None:
    write(writer)
    waiting = outbox.latest("s1")
    course.typed = {"why": 3.0}
    write(writer, **LATER)
    marked = outbox.latest("s2")

    assert waiting is not None
    assert marked is not None
    assert (waiting["final"], marked["final"]) == (False, True)


def test_without_a_course_there_is_nothing_to_look_at(writer: MarkWriter) -> None:
    assert writer.send_manual_marks() == []
