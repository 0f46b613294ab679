"""A student's folders: plain names only, each written whole or not at all."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from autograder.gradebook.folders import answers_in, put_folders, student_of, write
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

MOMENT = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - as nbgrader keeps it


@pytest.mark.parametrize("learner", ["../ada", "a*", "", "ada/..", "é", ".hidden"])
def test_an_odd_name_makes_a_plain_folder(learner: str) -> None:
    student = student_of(learner)

    assert "/" not in student
    assert "*" not in student
    assert not student.startswith(".")
    assert student_of("ada") == "ada"


def test_two_odd_names_never_share_a_folder() -> None:
    assert student_of("ada/b") != student_of("ada*b")


def put(root: Path, **files: bytes) -> None:
    put_folders(root, "ada", LAB, received_at=MOMENT, notebook=b"marked", files=files)


def test_only_files_with_plain_names_are_written(tmp_path: Path) -> None:
    odd = {"../../evil": b"x", ".profile": b"x", "a.csv": b"1,2"}

    put(tmp_path, **odd)

    sent = tmp_path / "submitted" / "ada" / LAB
    assert {each.name for each in sent.iterdir()} == {
        "a.csv",
        "timestamp.txt",
        f"{LAB}.ipynb",
    }
    assert not (tmp_path.parent / "evil").exists()


def test_a_later_submission_replaces_the_whole_folder(tmp_path: Path) -> None:
    put(tmp_path, **{"old.csv": b"1"})
    put(tmp_path, **{"new.csv": b"2"})

    names = {each.name for each in (tmp_path / "submitted" / "ada" / LAB).iterdir()}
    assert "new.csv" in names
    assert "old.csv" not in names


def test_the_answers_a_person_marks_are_found() -> None:
    book = small_lab.notebook(why="Because.").encode()

    assert answers_in(book) == {"why": "Because."}
    listed = json.loads(book)
    listed["cells"][3]["source"] = ["Be", "cause."]
    assert answers_in(json.dumps(listed).encode()) == {"why": "Because."}


@pytest.mark.parametrize("damaged", [b"", b"not json", b"[]"])
def test_a_damaged_notebook_has_no_answers(damaged: bytes) -> None:
    assert answers_in(damaged) == {}


def test_a_file_is_written_beside_and_then_put_in_place(tmp_path: Path) -> None:
    write(tmp_path / "new" / "file", b"1")
    write(tmp_path / "new" / "file", b"2")

    assert [each.name for each in (tmp_path / "new").iterdir()] == ["file"]
    assert (tmp_path / "new" / "file").read_bytes() == b"2"
