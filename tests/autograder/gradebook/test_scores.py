"""What people typed over a mark, by pure functions (with nbgrader: test_course.py)."""

from dataclasses import replace

import pytest

from autograder.gradebook.scores import Line, lines_of, with_manual_marks
from labs.outcome import Outcome, Result, State
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

RESULT = small_lab.result()  # sum-check passed 2 of 2, why waits for 0 to 3


def line(exercise: str = "why", **typed: object) -> Line:
    empty = Line(LAB, "ada", exercise, 3.0, None, None, 0.0, False, None)
    return replace(empty, **typed)  # type: ignore[arg-type]


def marked(typed: Line, result: Result = RESULT) -> Outcome:
    after = with_manual_marks(result, [typed])
    assert after.points == sum(each.points for each in after.exercises)
    return next(each for each in after.exercises if each.id == typed.exercise)


def test_without_anything_typed_the_result_is_the_automatic_one() -> None:
    assert with_manual_marks(RESULT, []) == RESULT
    assert with_manual_marks(RESULT, [line()]) == RESULT


def test_extra_points_go_on_top_but_never_above_the_possible() -> None:
    failed = small_lab.result(0.0)
    one = marked(line("sum-check", extra=1.0), failed)
    ten = marked(line("sum-check", extra=10.0), failed)

    assert (one.state, one.points) == (State.PARTIAL, 1.0)
    assert (ten.state, ten.points) == (State.PASSED, 2.0)


def test_extra_points_alone_mark_nothing_that_waits() -> None:
    assert marked(line(extra=1.0)).state is State.WAITING


def test_a_typed_mark_replaces_the_tests_sentence() -> None:
    said = Outcome("sum-check", State.FAILED, 0.0, 2.0, "M7", "Non.", "No.")
    result = replace(RESULT, exercises=(said, RESULT.exercises[1]), points=0.0)

    after = marked(line("sum-check", manual=1.0), result)

    assert (after.points, after.code, after.fr, after.en) == (1.0, None, None, None)


@pytest.mark.parametrize("empty", ["", "  ", "\0", None])
def test_an_empty_comment_is_none(empty: str | None) -> None:
    assert marked(line(manual=3.0, comment=empty)).fr is None


def test_a_line_is_by_hand_when_a_person_typed_something() -> None:
    assert not line().is_by_hand
    assert line(manual=0.0).is_by_hand
    assert line(extra=0.5).is_by_hand


def test_the_lines_of_one_learner_and_lab() -> None:
    mine = line()
    others = [replace(mine, student="basile"), replace(mine, lab="N1-01")]

    assert lines_of("ada", LAB, [mine, *others]) == [mine]
