"""Which marks are final at the record."""

from dataclasses import replace

import pytest

from autograder.exchange.result_body import GIVE_UP_AFTER, result_body
from labs.outcome import Outcome, Result, State
from tests.autograder import small_lab


def result(state: State) -> Result:
    whole = small_lab.result()
    outcome = Outcome("sum-check", state, 0.0, 2.0)
    passed = Outcome("why", State.PASSED, 3.0, 3.0)
    return replace(whole, exercises=(outcome, passed), points=3.0)


@pytest.mark.parametrize(
    ("state", "sent_before", "is_final"),
    [
        (State.FAILED, 0, True),
        (State.WAITING, 0, False),  # a person will mark it
        (State.WAITING, 50, False),
        (State.COULD_NOT_MARK, 0, False),  # we try again
        (State.COULD_NOT_MARK, GIVE_UP_AFTER - 2, False),
        (State.COULD_NOT_MARK, GIVE_UP_AFTER - 1, True),
    ],
)
def test_a_mark_is_final_when_nothing_more_is_expected(
    state: State, sent_before: int, is_final: bool
) -> None:
    body = result_body(result(state), sent_before)

    assert body["final"] is is_final
    assert body["result"]["exercises"][0]["state"] == state.value


def test_what_leaves_for_the_record_has_no_exact_time() -> None:
    """A function that sleeps for as many milliseconds as it was sent tells nobody."""
    times = [3.0 + value / 1000 for value in range(256)]
    exact = [replace(result(State.PASSED), seconds=each) for each in times]

    told = {result_body(each, 0)["result"]["seconds"] for each in exact}

    assert told == {5.0}
