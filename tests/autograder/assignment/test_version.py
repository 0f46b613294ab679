"""An assignment version: whole, content-named, and nothing secret in the release."""

from pathlib import Path
from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion, NoSuchVersion


def test_it_loads_as_it_was_built(built: AssignmentVersion) -> None:
    assert AssignmentVersion.load(built.folder) == built
    assert built.folder.name == built.version
    assert [each.id for each in built.exercises][-1] == "essay"


def test_what_learners_get_has_no_solution_and_no_hidden_test(
    built: AssignmentVersion,
) -> None:
    for lang in ("fr", "en"):
        text = "".join(p.read_text() for p in built.release(lang).iterdir())

        assert "KNeighborsClassifier" not in text
        assert "hidden.SECRET" not in text
        assert "BEGIN" not in text


def test_both_languages_have_the_same_tests_and_points(
    built: AssignmentVersion,
) -> None:
    def graded(lang: str) -> list[Any]:
        cells = built.released_notebook(lang)["cells"]
        about = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        return [(a["grade_id"], a["points"]) for a in about if a.get("grade")]

    assert graded("fr") == graded("en")


def test_the_examiner_can_read_its_folder_as_nobody(built: AssignmentVersion) -> None:
    for path in built.tests.iterdir():
        assert path.stat().st_mode & 0o444 == 0o444


def test_a_folder_without_a_version_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(NoSuchVersion, match="release"):
        AssignmentVersion.load(tmp_path)
