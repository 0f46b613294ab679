"""One budget for a submission: never more than it, and no exercise takes another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.budget import Budget, Time
from autograder.runtime.limits import Limits

LIMITS = Limits(cpu_s=60, wall_s=120)


class Machine:
    """Processes that compute, and a clock."""

    def __init__(self, exercises: int) -> None:
        self.now = self.cpu_s = 0.0
        self.budget = Budget(LIMITS, exercises, clock=lambda: self.now)
        self.budget.measure(lambda: self.cpu_s)
        self.budget.begin()

    def use(self, cpu_s: float, wall_s: float) -> None:
        self.cpu_s += cpu_s
        self.now += wall_s


@given(
    wants=st.lists(
        st.lists(st.floats(0, 1000), min_size=2, max_size=6), min_size=1, max_size=15
    )
)
def test_whatever_exercises_want_together_they_get_the_budget_at_most(
    wants: list[list[float]],
) -> None:
    machine = Machine(len(wants))
    for done, turns in enumerate(wants):
        for turn, wanted in enumerate(turns):
            allowed = machine.budget.turn(len(wants) - done - 1, was_stopped=turn > 0)
            machine.use(min(wanted, allowed.cpu_s), min(wanted, allowed.wall_s))

    assert machine.cpu_s <= LIMITS.cpu_s + 1e-6
    assert machine.now <= LIMITS.wall_s + 1e-6


@given(loops=st.lists(st.integers(1, 5), min_size=2, max_size=15))
def test_each_exercise_gets_its_part_however_many_loop_before_it(
    loops: list[int],
) -> None:
    """loops: how often each is stopped."""
    machine = Machine(len(loops))
    for done, times in enumerate(loops):
        for turn in range(times):
            allowed = machine.budget.turn(len(loops) - done - 1, was_stopped=turn > 0)
            if turn == 0:
                assert allowed.cpu_s >= LIMITS.cpu_s / (2 * len(loops)) - 1e-6
                assert allowed.wall_s >= LIMITS.wall_s / (2 * len(loops)) - 1e-6
            machine.use(allowed.cpu_s, allowed.wall_s)


def test_a_submission_of_one_exercise_may_use_all_of_it() -> None:
    assert Machine(1).budget.turn(0) == Time(60, 120)


def test_of_six_one_may_compute_a_third_and_the_next_a_fifth() -> None:
    machine = Machine(6)
    assert machine.budget.turn(5) == Time(20, 40)

    machine.use(20, 40)

    assert machine.budget.turn(4) == Time(12.5, 25)


def test_what_an_honest_exercise_leaves_is_there_for_the_others() -> None:
    machine = Machine(6)
    machine.use(1, 2)

    assert machine.budget.turn(4).cpu_s > 20


def test_a_sandbox_that_ended_is_not_forgotten() -> None:
    budget = Budget(LIMITS, 1)
    budget.measure(lambda: 7.0)
    budget.measure(lambda: 5.0)

    assert budget.used.cpu_s == 12


def test_what_passes_before_it_begins_is_not_the_learners() -> None:
    now = [100.0]
    budget = Budget(LIMITS, 1, clock=lambda: now[0])
    assert budget.left == Time(60, 120)

    budget.begin()
    now[0] += 3
    budget.begin()

    assert budget.used == Time(0, 3)


@pytest.mark.parametrize("used", [(60, 1), (61, 1), (1, 120), (1, 500)])
def test_it_is_over_when_one_of_the_two_is(used: tuple[float, float]) -> None:
    machine = Machine(3)
    machine.use(*used)

    assert machine.budget.is_over
    assert machine.budget.turn(2).is_over
