"""What a test may compute by itself, however odd the values it was given.

A learner chooses the values; a test that sorts, hashes or compares them must end.
"""

from __future__ import annotations

import contextlib
import math
import resource
import signal
from collections.abc import Iterator
from types import FrameType

TEST_CPU_S = 30  # a test of a lab computes for one or two
_AGAIN_S = 1.0  # a test that goes on is stopped again this often
_TO_THE_KERNEL_S = 3


class Overrun(BaseException):
    """The test has computed for too long. Not an Exception: tests may catch those."""


class Stopwatch:
    """Raises Overrun in the running test, but never in the middle of a message."""

    def __init__(self) -> None:
        self._is_held = False

    @contextlib.contextmanager
    def running(self, cpu_s: int = TEST_CPU_S) -> Iterator[None]:
        """Code that never returns to Python is ended by the kernel, process and all."""
        signal.signal(signal.SIGPROF, self._ring)
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(used.ru_utime + used.ru_stime) + cpu_s + _TO_THE_KERNEL_S
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        signal.setitimer(signal.ITIMER_PROF, cpu_s, _AGAIN_S)
        try:
            yield
        finally:
            self._is_held = True  # from here on it rings for nobody
            signal.setitimer(signal.ITIMER_PROF, 0)
            resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
            self._is_held = False

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        if not self._is_held:
            raise Overrun
