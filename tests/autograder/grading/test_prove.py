"""Is it told which tests the lab's own solution does not pass, and why?"""

from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading import prove
from autograder.grading.prove import unproven_tests
from autograder.grading.session import Observed


def files(book: Any, version: AssignmentVersion) -> dict[str, bytes]:
    return {f"{version.lab}.ipynb": book.bytes(), **version.supplied("fr")}


def test_the_reference_solution_proves_every_test(
    built: AssignmentVersion, solved: Any
) -> None:
    assert unproven_tests(built, files(solved, built)) == {}


def test_a_solution_that_is_wrong_names_the_test_and_what_it_said(
    built: AssignmentVersion, solved: Any
) -> None:
    solved.write(mean="def mean(values):\n    return 0.5")

    found = unproven_tests(built, files(solved, built))

    assert list(found) == ["mean"]
    assert found["mean"]["kind"] == "failed"


def test_an_exercise_that_ended_its_process_is_told_by_its_reason(
    built: AssignmentVersion, solved: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("answer", "learn", "mean")
    observed = Observed(
        verdicts={name: {"kind": "passed"} for name in names}, ended={"table": "memory"}
    )
    monkeypatch.setattr(prove, "run_and_examine", lambda *_, **__: observed)

    assert unproven_tests(built, files(solved, built)) == {"table": "memory"}
