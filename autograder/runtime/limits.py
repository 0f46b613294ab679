"""What one submission may use while it is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Caps of the marking sandbox; a learner over one reads which, in plain words.

    memory_mb: private memory of all the learner's processes together where a
    cgroup can be made, of each process otherwise.
    cpu_s: computing seconds of the whole submission: all cells, all questions of all
    tests, all processes together, and at most one core's worth at a time.
    wall_s: seconds that pass for the same, from when the first cell may run. How one
    exercise's share is found: autograder/grading/budget.py.
    processes: processes and threads. output_mb: what cells print and draw.
    disk_mb: files the learner's code writes (they live in memory).
    """

    memory_mb: int = 1024
    cpu_s: int = 60
    wall_s: int = 120
    processes: int = 64
    output_mb: int = 4
    disk_mb: int = 64

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if type(value) is not int or not 0 < value < 1_000_000:
                raise ValueError(
                    f"limits.{name} is {value!r}. Write a whole number from 1 to "
                    "999999. Nothing was marked."
                )

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Limits:
        """The limits of a settings table; a key that is not there keeps its default."""
        known = {key: given[key] for key in cls.__dataclass_fields__ if key in given}
        return replace(cls(), **known)
