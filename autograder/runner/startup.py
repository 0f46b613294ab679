"""How a sandboxed program starts: its channel, its limits, its files, the second wall.

The same for the learner's process and the examiner's, before the first line that is
not ours.
"""

from __future__ import annotations

import contextlib
import os
import resource
import socket
from pathlib import Path
from typing import Any

from autograder.wire.channel import Channel
from isolation import landlock, syscalls


def take_channel(fd: int) -> Channel:
    """Move the worker's socket away from stdin, where learners' code would read."""
    end = socket.socket(fileno=os.dup(fd))
    os.set_inheritable(end.fileno(), False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, fd)
    return Channel(end)


def limit(limits: dict[str, int]) -> None:
    """Hard limits, lowered before the learner's first line runs."""
    data = limits["memory_bytes"] + _data_bytes()
    for which, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, data),
        # Libraries reserve far more addresses than they use.
        (resource.RLIMIT_AS, 8 * data + (8 << 30)),
        (resource.RLIMIT_CPU, limits["cpu_s"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["disk_bytes"]),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _, hard = resource.getrlimit(which)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))


def _data_bytes() -> int:
    """Private memory that this process has at its birth, from the warm one."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def shut(request: dict[str, Any]) -> None:
    """The second wall, from before the first line that is not ours."""
    if request["readable"]:
        syscalls.refuse_new_rights()
        landlock.restrict(request["readable"], request["writable"])


def receive_files(channel: Channel, names: list[str], folder: str = "") -> None:
    """A name that no folder can hold is left out; its content is read all the same."""
    for name in names:
        content, path = channel.receive_bytes(), Path(folder, name)
        with contextlib.suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
