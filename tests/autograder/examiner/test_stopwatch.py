"""The time of a test: over for whoever computes, never in the middle of a message."""

import contextlib
import resource
import signal
import time
from collections.abc import Iterator

import pytest

from autograder.examiner.stopwatch import Overrun, Stopwatch


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    handler = signal.getsignal(signal.SIGPROF)
    yield
    signal.signal(signal.SIGPROF, handler)


def test_a_test_that_computes_for_ever_is_over() -> None:
    def test() -> None:
        with Stopwatch().running(1):
            _for_ever()

    with pytest.raises(Overrun):
        test()


def test_it_rings_again_for_a_test_that_goes_on() -> None:
    def test() -> None:
        with Stopwatch().running(1):
            with contextlib.suppress(Overrun):
                _for_ever()
            _for_ever()

    with pytest.raises(Overrun):
        test()


def test_a_message_is_not_cut_in_two() -> None:
    stopwatch, whole = Stopwatch(), []

    def test() -> None:
        with stopwatch.running(1):
            with stopwatch.held():
                _compute(1.5)
                whole.append(True)
            _for_ever()

    with pytest.raises(Overrun):
        test()
    assert whole == [True]


def test_afterwards_nothing_is_left_of_it() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with Stopwatch().running(1):
        pass

    assert resource.getrlimit(resource.RLIMIT_CPU) == (hard, hard)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def _for_ever() -> None:
    while True:
        pass


def _compute(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
