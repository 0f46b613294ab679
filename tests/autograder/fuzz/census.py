"""What marking has left on the machine: counted before and after.

Only what belongs to this process is counted (its descendants, its temporary
folder, the control groups with its number), so other marking on the machine
does not disturb the count.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path

import psutil

from autograder.runtime.bounded import SHORT, PageBudget

_PR_SET_CHILD_SUBREAPER = 36
_KINDS = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
_GRACE_S = 10.0
_CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Census:
    processes: frozenset[str]  # number and command line
    files: frozenset[str]
    groups: frozenset[str]
    namespaces: frozenset[str]
    descriptors: int

    def more_than(self, before: Census) -> dict[str, object]:
        """What is there now and would not be, had everything been cleaned up."""
        found: dict[str, object] = {}
        for field in fields(self):
            now, then = getattr(self, field.name), getattr(before, field.name)
            if isinstance(now, frozenset) and len(now) > len(then):
                found[field.name] = sorted(now - then)
            elif isinstance(now, int) and now > then:
                found[field.name] = now - then
        return found


def adopt_orphans() -> None:
    """What a sandbox leaves becomes our child, and is so counted as ours."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    # Started now, so that its pipes are there in every count.
    PageBudget().call(escape, "x" * (SHORT + 1))


def take() -> Census:
    me = psutil.Process()
    alive = {}
    for child in me.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            line = " ".join(child.cmdline())[:200]
            # A worker keeps the process that formats long texts (runtime/bounded).
            kept = "autograder.runtime.bounded_program" in line
            if child.status() != psutil.STATUS_ZOMBIE and not kept:
                alive[child.pid] = line
    return Census(
        processes=frozenset(f"{pid} {line}" for pid, line in alive.items()),
        files=frozenset(os.listdir(tempfile.gettempdir())),  # noqa: PTH208  # names
        groups=frozenset(_groups_of(me.pid)),
        namespaces=_namespaces([me.pid, *alive]),
        descriptors=len(os.listdir("/proc/self/fd")),  # noqa: PTH208  # names
    )


def _groups_of(pid: int) -> Iterator[str]:
    """Not rglob, which fails when another worker's group goes while it looks."""
    for folder, names, _ in os.walk(_CGROUPS):
        yield from (f"{folder}/{n}" for n in names if n.startswith(f"caire-{pid}-"))


def left_since(before: Census) -> dict[str, object]:
    """What is left over, after some seconds in which it may still go away."""
    until = time.monotonic() + _GRACE_S
    while left := take().more_than(before):
        if time.monotonic() > until:
            return left
        time.sleep(0.05)
    return {}


def _namespaces(processes: list[int]) -> frozenset[str]:
    """Those our processes live in, and those an open file or a mount keeps alive."""
    found = set()
    for pid in processes:
        for kind in _KINDS:
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/ns/{kind}"))  # noqa: PTH115
    for fd in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            target = os.readlink(fd)  # noqa: PTH115  # Path would make it a path
            if target.split(":[")[0] in _KINDS:
                found.add(target)
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        if " nsfs " in line:
            found.add(line.split()[3])
    return frozenset(found)
