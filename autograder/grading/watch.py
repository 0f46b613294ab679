"""Ends a sandbox that goes on beyond its time, from outside.

What runs inside stops itself in time when it can: the cell then ends with an error, and
all others run on. This is for what ignores that, and for what other processes use.
"""

from __future__ import annotations

import threading
from typing import Protocol

from autograder.grading.budget import Budget, Time

_EVERY_S = 0.1


class Endable(Protocol):
    def end(self) -> None:
        """End every process of it."""


class Watch:
    """Looks at one sandbox ten times a second. Close it before the sandbox."""

    def __init__(self, sandbox: Endable, budget: Budget) -> None:
        self.has_ended_it = False
        self._sandbox, self._budget = sandbox, budget
        self._until = Time(0.0, 0.0)
        self.allow(budget.left)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def allow(self, more: Time) -> None:
        """From now on it may use so much, and no more than the budget has."""
        used, left = self._budget.used, self._budget.left
        self._until = Time(
            used.cpu_s + min(more.cpu_s, left.cpu_s),
            used.wall_s + min(more.wall_s, left.wall_s),
        )

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._closed.wait(_EVERY_S):
            used, until = self._budget.used, self._until
            if used.cpu_s > until.cpu_s or used.wall_s > until.wall_s:
                self.has_ended_it = True
                self._sandbox.end()
                return
