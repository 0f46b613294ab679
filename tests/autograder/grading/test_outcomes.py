"""From what was observed to how each exercise ended, without any process."""

from pathlib import Path
from typing import Any

import pytest

from autograder.assignment.version import Exercise
from autograder.grading.outcomes import all_unreadable, outcomes_of
from autograder.grading.session import Observed
from autograder.runtime.limits import Limits
from autograder.submission.reassemble import Cell, Reassembled, Role
from labs.outcome import Outcome, State

TEST = Exercise("t", 2.0, False, {"fr": "T", "en": "T"})
WRITTEN = Exercise("w", 3.0, True, {"fr": "W", "en": "W"})
FOUND = {"names": ["mean"], "unproven": ["doubtful"], "sources": {"t": "assert x"}}
NOWHERE = Path("nowhere")  # these tests have no modules


def cell(role: Role, exercise: str, *, is_changed: bool = True) -> Cell:
    grade_id = exercise if role in (Role.TEST, Role.WRITTEN) else None
    return Cell(
        f"{role}-{exercise}",
        role,
        "code",
        "x = 1",
        grade_id,
        exercise,
        is_changed,
        is_found=True,
    )


def submission(*, is_changed: bool = True, is_cut: bool = False) -> Reassembled:
    cells = (
        cell(Role.ANSWER, "t", is_changed=is_changed),
        cell(Role.TEST, "t"),
        cell(Role.WRITTEN, "w", is_changed=is_changed),
    )
    return Reassembled(cells, {"cells": []}, is_cut)


def outcome(
    verdict: dict[str, Any] | None = None,
    given: Reassembled | None = None,
    exercise: Exercise = TEST,
    **observed: Any,
) -> Outcome:
    verdicts = {} if verdict is None else {exercise.id: verdict}
    found = outcomes_of(
        [exercise],
        given or submission(),
        Observed(verdicts=verdicts, **observed),
        FOUND,
        Limits(),
        NOWHERE,
    )
    return found[exercise.id]


def says(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "code": "M7", "fr": "Non.", "en": "No.", **more}


def test_what_the_test_says_is_what_the_learner_reads() -> None:
    failed = outcome(says("failed"))
    partial = outcome(says("partial", score=0.5))

    assert (failed.state, failed.points, failed.code) == (State.FAILED, 0.0, "M7")
    assert (failed.fr, failed.en) == ("Non.", "No.")
    assert (partial.state, partial.points) == (State.PARTIAL, 0.5)
    assert outcome({"kind": "passed"}).points == 2.0


def test_without_a_verdict_nobody_is_marked_down() -> None:
    assert outcome().state is State.COULD_NOT_MARK
    assert outcome({"kind": "broken"}).state is State.COULD_NOT_MARK


def test_a_missing_name_is_the_tests_fault_unless_the_reference_defines_it() -> None:
    assert outcome({"kind": "missing", "name": "mean"}).state is State.FAILED
    assert outcome({"kind": "missing", "name": "typo"}).state is State.COULD_NOT_MARK


def test_a_test_that_never_worked_fails_nobody_over_a_value() -> None:
    doubtful = Exercise("doubtful", 1.0, False, {"fr": "D", "en": "D"})
    surprised = {"kind": "surprised"}
    late = {"kind": "gone", "reason": "time", "by": "examiner"}

    for verdict in (surprised, late):
        assert outcome(verdict, exercise=doubtful).state is State.COULD_NOT_MARK
        assert outcome(verdict).state is State.FAILED


def test_untouched_is_not_failed_unless_the_test_has_a_sentence_about_it() -> None:
    untouched = submission(is_changed=False)

    assert outcome({"kind": "failed"}, untouched).state is State.UNTOUCHED
    assert outcome(says("failed"), untouched).state is State.FAILED
    assert outcome({"kind": "gone"}, untouched).state is State.FAILED


def test_an_answer_in_a_cell_of_ones_own_is_an_answer() -> None:
    untouched = submission(is_changed=False)
    helped = Reassembled(
        (cell(Role.HELPER, "t"), *untouched.cells), untouched.notebook, is_cut=False
    )

    assert outcome({"kind": "failed"}, helped).state is State.FAILED


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("time", "time"),
        ("memory", "memory"),
        ("processes", "processes"),
        ("died", "stopped"),
    ],
)
def test_what_ended_the_process_is_said(reason: str, code: str) -> None:
    ended = outcome(ended={"t": reason})

    assert (ended.state, ended.code) == (State.FAILED, code)
    assert outcome({"kind": "gone", "reason": reason}).code == code


def test_the_learners_own_error_explains_a_missing_name() -> None:
    error = {"kind": "ZeroDivisionError", "message": "division by zero"}

    said = outcome({"kind": "missing", "name": "mean"}, errors={"answer-t": error})

    assert said.en is not None
    assert "ZeroDivisionError" in said.en


def test_a_written_answer_waits_for_a_person_when_there_is_one() -> None:
    assert outcome(exercise=WRITTEN).state is State.WAITING
    blank = submission(is_changed=False)
    assert outcome(given=blank, exercise=WRITTEN).state is State.UNTOUCHED


def test_a_sentence_with_control_characters_or_a_false_code_is_cleaned() -> None:
    odd = outcome({"kind": "failed", "code": "<b>", "fr": "a\x1b[2Jb", "en": "\ud800"})

    assert odd.code is None
    assert odd.fr == "a[2Jb"
    assert odd.en == "?"


def test_an_unreadable_file_fails_every_exercise_with_its_sentence() -> None:
    found = all_unreadable([TEST, WRITTEN], "Abîmé.", "Damaged.")

    assert {each.code for each in found.values()} == {"unreadable"}
    assert {each.points for each in found.values()} == {0.0}
