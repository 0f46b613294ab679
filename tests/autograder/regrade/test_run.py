"""Why a test says nothing about a submission."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Graded
from autograder.regrade.run import _broken
from labs.outcome import Outcome, State
from tests.autograder import small_lab
from tests.autograder.small_lab import EXERCISES, LAB

RESULT = small_lab.result()
LOST = Outcome("sum-check", State.COULD_NOT_MARK, 0.0, 2.0)
NOT_MARKED = replace(RESULT, exercises=(LOST, RESULT.exercises[1]), points=0.0)


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AssignmentVersion:
    monkeypatch.setenv("CAIRE_LANG", "en")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "tests.json").write_text('{"unproven": []}')
    return AssignmentVersion(LAB, "small-2", tmp_path, EXERCISES)


def test_the_reason_comes_with_what_was_graded(version: AssignmentVersion) -> None:
    graded = Graded(NOT_MARKED, b"", "", {"sum-check": "the test broke: NameError"})

    assert _broken(version, graded) == {
        "sum-check": f"{LAB} sum-check: the test broke: NameError"
    }


def test_without_a_reason_it_says_that_there_is_none(
    version: AssignmentVersion,
) -> None:
    graded = Graded(NOT_MARKED, b"", "")

    assert _broken(version, graded) == {"sum-check": "no reason given"}


def test_a_test_that_marked_is_not_broken_whatever_it_said(
    version: AssignmentVersion,
) -> None:
    graded = Graded(RESULT, b"", "", {"sum-check": "the test broke"})

    assert _broken(version, graded) == {}


def test_what_the_solution_does_not_pass_says_nothing_about_anybody(
    version: AssignmentVersion,
) -> None:
    text = json.dumps({"unproven": ["sum-check"]})
    (version.tests / "tests.json").write_text(text)

    found = _broken(version, Graded(RESULT, b"", ""))

    assert found == {"sum-check": "the reference solution does not pass this test"}
