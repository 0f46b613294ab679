"""How long processes have computed, where no control group counts it.

A group counts everything (cgroups.Group.cpu_s). Without one it is read in /proc, each
time somebody looks: then a process that began and ended between two looks, and whose
parent did not wait for it, is not counted.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_UTIME = 11  # of what stands behind the name in /proc/<pid>/stat; then three more
_STARTED = 19
_FRESH_S = 0.02  # a test may ask a thousand times a second


class ProcessorTime:
    """Of one process and all that descend from it. `seconds` never gets less."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._seen: dict[tuple[int, str], int] = {}  # own ticks of each, ended ones too
        self._most, self._looked_at = 0, -1.0
        self._lock = threading.Lock()

    def seconds(self) -> float:
        """Whichever is more: what each had when it was last seen, or what those that
        run have, with their ended children."""
        with self._lock:
            if time.monotonic() > self._looked_at + _FRESH_S:
                self._most = max(self._most, self._look(), sum(self._seen.values()))
                self._looked_at = time.monotonic()
            return self._most / _TICKS

    def _look(self) -> int:
        """Ticks of those that run, and of their ended children."""
        with_ended = 0
        for pid in [self._pid, *_descendants(self._pid)]:
            with contextlib.suppress(OSError, ValueError, IndexError):
                words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                own, ended = _sum(words, _UTIME), _sum(words, _UTIME + 2)
                self._seen[pid, words[_STARTED]] = own
                with_ended += own + ended
        return with_ended


def _sum(words: list[str], first: int) -> int:
    """Of two neighbours: in the program, and in the kernel for it."""
    return int(words[first]) + int(words[first + 1])


def _descendants(pid: int) -> Iterator[int]:
    for task in _names(f"/proc/{pid}/task"):
        for child in _words(f"/proc/{pid}/task/{task}/children"):
            yield int(child)
            yield from _descendants(int(child))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  # quick
    except OSError:  # it has just ended
        return []


def _words(file: str) -> list[str]:
    try:
        return Path(file).read_text().split()
    except OSError:
        return []
