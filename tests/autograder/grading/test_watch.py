"""What goes on beyond its time is ended from outside; what does not, is left alone."""

import threading

import pytest

from autograder.grading.budget import Budget, Time
from autograder.grading.watch import Watch
from autograder.runtime.limits import Limits

END_S = 20


class Sandbox:
    def __init__(self) -> None:
        self.ended = threading.Event()

    def end(self) -> None:
        self.ended.set()


@pytest.mark.parametrize("what", ["computes", "sleeps"])
def test_who_exceeds_its_turn_is_ended(what: str) -> None:
    used = [0.0, 0.0]
    budget = Budget(Limits(cpu_s=60, wall_s=120), 2, clock=lambda: used[1])
    budget.begin()
    budget.measure(lambda: used[0])
    sandbox = Sandbox()
    watching = Watch(sandbox, budget)
    watching.allow(Time(5, 10))

    used[:] = [6.0, 1.0] if what == "computes" else [0.0, 11.0]

    assert sandbox.ended.wait(END_S)
    watching.close()
    assert watching.has_ended_it


def test_no_turn_is_longer_than_what_is_left() -> None:
    used = [0.0]
    budget = Budget(Limits(cpu_s=60, wall_s=120), 2)
    budget.measure(lambda: used[0])
    sandbox = Sandbox()
    watching = Watch(sandbox, budget)
    watching.allow(Time(500, 500))

    used[0] = 61.0

    assert sandbox.ended.wait(END_S)
    watching.close()


def test_who_keeps_to_it_is_left_alone() -> None:
    budget = Budget(Limits(cpu_s=60, wall_s=120), 2)
    sandbox = Sandbox()

    watching = Watch(sandbox, budget)
    watching.close()

    assert not watching.has_ended_it
    assert not sandbox.ended.is_set()
