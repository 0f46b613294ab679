"""What one submission may use in all, and how much of it one exercise may.

The one rule: nothing adds to a budget. Whatever a submission starts and whatever it is
asked is taken from the same two amounts, seconds of computing and seconds that pass.

Half of the budget is reserved, in equal parts, for the exercises that have no verdict
yet. The exercise whose *turn* it is may use its own part and half of what is reserved
for nobody: so a loop costs its own exercise, and those after it still get their turn.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.runtime.limits import Limits

_LEAST_S = 0.05  # with less it is not worth starting anything


@dataclass(frozen=True)
class Time:
    """cpu_s: seconds of computing, of all processes. wall_s: seconds that pass."""

    cpu_s: float
    wall_s: float

    def __sub__(self, used: Time) -> Time:
        return Time(self.cpu_s - used.cpu_s, self.wall_s - used.wall_s)

    @property
    def is_over(self) -> bool:
        return self.cpu_s < _LEAST_S or self.wall_s < _LEAST_S


class Budget:
    """One submission's. Its clock runs from `begin` on, whatever happens."""

    def __init__(
        self,
        limits: Limits,
        exercises: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._all = Time(float(limits.cpu_s), float(limits.wall_s))
        parts = 2 * max(exercises, 1)
        self._part = Time(limits.cpu_s / parts, limits.wall_s / parts)
        self._clock, self._began_at = clock, math.inf
        self._before_s = 0.0  # computed in sandboxes that have ended
        self._measured: Callable[[], float] = lambda: 0.0

    def begin(self) -> None:
        """All is ready: from here on it is the learner's time."""
        self._began_at = min(self._began_at, self._clock())

    @property
    def has_begun(self) -> bool:
        return self._began_at < math.inf

    def measure(self, seconds: Callable[[], float]) -> None:
        """One more sandbox; `seconds` is what it has computed."""
        self._before_s += self._measured()
        self._measured = seconds

    @property
    def used(self) -> Time:
        passed = max(0.0, self._clock() - self._began_at)
        return Time(self._before_s + self._measured(), passed)

    @property
    def left(self) -> Time:
        return self._all - self.used

    @property
    def is_over(self) -> bool:
        return self.left.is_over

    def turn(self, others: int, *, was_stopped: bool = False) -> Time:
        """What one exercise may use now.

        others: how many more have no verdict yet. was_stopped: it has had the part that
        was reserved for it.
        """
        left = self.left
        return Time(
            _share(left.cpu_s, self._part.cpu_s, others, was_stopped),
            _share(left.wall_s, self._part.wall_s, others, was_stopped),
        )


def _share(left: float, part: float, others: int, was_stopped: bool) -> float:
    if left <= 0:
        return 0.0
    if not others:
        return left
    part = min(part, left / (others if was_stopped else others + 1))
    free = left - others * part
    return free / 2 if was_stopped else (free + part) / 2
