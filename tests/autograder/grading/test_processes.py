"""Who is at fault when an examiner is late or dies, with stand-ins for programs."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import tests as assignment
from autograder.grading import processes
from autograder.grading.budget import Budget, Time
from autograder.grading.processes import Answers, ExaminerProcess
from autograder.grading.watch import Watch
from autograder.runtime.limits import Limits
from autograder.wire.channel import Channel

TESTS = assignment.Tests(Path(), {"a": "assert"}, {"a": 1.0}, ())
ENOUGH, SHORT = Time(30, 30), Time(30, 0.3)


class Standing:
    """Where a sandbox should be. far: what its program would read and write."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.channel, self.far = Channel(ours), Channel(theirs)

    def end(self) -> None:
        self.far.close()

    def close(self) -> None:
        self.end()
        self.channel.close()


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    standing = Standing()
    monkeypatch.setattr(processes, "GRACE_S", 0.1)
    monkeypatch.setattr(processes, "start_examiner", lambda *_: standing)
    yield standing
    standing.close()


@pytest.fixture
def learner() -> Iterator[Standing]:
    learner = Standing()
    yield learner
    learner.close()


@pytest.fixture
def examine(
    standing: Standing, learner: Standing
) -> Iterator[Callable[[Time], dict[str, Any]]]:
    budget = Budget(Limits(), 1)
    budget.begin()
    watch = Watch(learner, budget)
    answers = Answers(learner.channel, budget, watch)
    standing.far.send({"n": 0})  # "ready"
    with ExaminerProcess(TESTS, {}, "d1", False) as examiner:
        yield lambda allowed: examiner.examine("a", answers, allowed)
    watch.close()


def asks_once(standing: Standing, learner: Standing) -> None:
    """The answer is there before the question: nobody looks."""
    standing.far.send({"ask": {"do": "get", "name": "x"}})
    learner.far.send({"n": 1, "value": 1})


def test_a_verdict_comes_back_as_it_was_said(
    standing: Standing, learner: Standing, examine: Any
) -> None:
    asks_once(standing, learner)
    standing.far.send({"verdict": {"kind": "passed"}})

    assert examine(ENOUGH) == {"kind": "passed"}


def test_late_after_an_answer_is_the_learners_time(
    standing: Standing, learner: Standing, examine: Any
) -> None:
    asks_once(standing, learner)

    verdict = examine(SHORT)

    assert verdict == {"kind": "gone", "reason": "time", "by": "examiner"}


def test_dead_after_an_answer_is_the_learners_value(
    standing: Standing, learner: Standing, examine: Any
) -> None:
    asks_once(standing, learner)
    standing.far._end.shutdown(socket.SHUT_WR)

    verdict = examine(ENOUGH)

    assert verdict["kind"] == "raised"
    assert verdict["error"] == {"kind": "TooLarge"}


@pytest.mark.parametrize("is_dead", [True, False], ids=["dead", "late"])
def test_before_any_answer_the_test_is_broken(
    standing: Standing, examine: Any, is_dead: bool
) -> None:
    if is_dead:
        standing.far.close()

    assert examine(SHORT)["kind"] == "broken"


def test_an_examiner_that_speaks_nonsense_is_ours(
    standing: Standing, learner: Standing, examine: Any
) -> None:
    asks_once(standing, learner)
    standing.far.send_bytes(b"not JSON")

    assert examine(ENOUGH)["kind"] == "broken"


def test_when_the_time_of_a_test_is_over_no_more_is_asked(
    standing: Standing, learner: Standing, examine: Any
) -> None:
    standing.far.send({"ask": {"do": "get", "name": "x"}})
    standing.far.send({"verdict": {"kind": "gone"}})

    assert examine(Time(0, 0)) == {"kind": "gone"}
    with pytest.raises(TimeoutError):
        learner_socket(learner).recv(1)


def learner_socket(learner: Standing) -> socket.socket:
    end = learner.far._end
    end.settimeout(0.05)
    return end
