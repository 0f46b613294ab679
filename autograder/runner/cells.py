"""Runs a learner's cells, one after another, and keeps a snapshot at each test.

The program of the marking sandbox: `python -m autograder.inside.runner`. It reads
requests from file descriptor 0 and answers each once, with the request's number.

    start    limits and the submission's files
    run      one cell: its outputs, the error it ended with, and whether the cells have
             left so many processes that none can be counted on ("crowded")
    snapshot fork; the child answers the probe on its own channel, for one test

Tests are asked only after the last cell has run, and only of snapshots, so what a
test sends in cannot appear in any cell's output.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from autograder.wire.channel import Channel, ChannelError
from isolation import landlock, syscalls

GRACE_S = 1.0  # a stopped cell that goes on is stopped again this often


class Stopped(KeyboardInterrupt):
    """The time for this cell, or for this question of a test, is over."""


def main() -> None:
    serve(take_channel(0), None)


def serve(channel: Channel, snapshots: list[int] | None) -> None:
    """snapshots: descriptors, one a test; None: the first message has their numbers."""
    request = channel.receive()
    limit(request["limits"])
    receive_files(channel, request["files"])
    os.environ["CAIRE_LANG"] = request["lang"]
    shut(request)
    # Both here, not when a test asks: by then a cell may have spoilt imports.
    from autograder.runner.probe import answer_probe
    from autograder.runner.shell import Shell

    shell = Shell(request["limits"]["output_bytes"])
    signal.signal(signal.SIGALRM, _stop)
    signal.signal(signal.SIGPROF, _stop)
    channel.send({"n": request["n"]})
    fds = request["fds"] if snapshots is None else snapshots
    crowd = request["limits"]["processes"] // 2
    be_asked = partial(answer_probe, shell=shell, limited=limited)
    _serve(channel, shell, be_asked, fds, crowd)


def _serve(
    channel: Channel,
    shell: Any,
    be_asked: Callable[[Channel], None],
    fds: list[int],
    crowd: int,
) -> None:
    me, snapshots = os.getpid(), 0
    with contextlib.suppress(ChannelError):
        while True:
            request = channel.receive()
            if request["do"] == "run":
                with limited(request["cpu_s"], request["wall_s"]):
                    answer = shell.run(request["source"])
                answer["crowded"] = _processes() - snapshots > crowd
            else:
                answer = _snapshot(be_asked, channel, fds, request["test"])
                snapshots += 1
            if os.getpid() != me:  # a cell forked, and its child came back here
                os._exit(0)
            channel.send({"n": request["n"], **answer})


def _snapshot(
    be_asked: Callable[[Channel], None], channel: Channel, fds: list[int], test: int
) -> dict[str, Any]:
    """Fork; the child answers for this test alone, and never returns."""
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        child = os.fork()
    except OSError:
        return {"crowded": True}
    if child:
        os.close(fds[test])
        return {}
    try:
        channel.close()
        for later in fds[test + 1 :]:
            os.close(later)
        be_asked(Channel(socket.socket(fileno=fds[test])))
    finally:
        os._exit(0)


def _processes() -> int:
    """How many there are behind these walls, the ended and uncollected among them."""
    return sum(name.isdecimal() for name in os.listdir("/proc"))  # noqa: PTH208  # quick


@contextlib.contextmanager
def limited(cpu_s: float, wall_s: float) -> Iterator[None]:
    """Raise Stopped in the main thread when the block computes or waits longer.

    A busy machine stops nobody's honest work: computing is measured in computing
    time, and waiting does not count the time spent queueing for a processor. Code
    that never returns to Python is ended by the kernel a few seconds later.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + cpu_s) + 3
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, cpu_s, GRACE_S)
    signal.setitimer(signal.ITIMER_REAL, wall_s, GRACE_S)
    _WAITING[:] = [time.monotonic() + wall_s - _queued_s()]
    try:
        yield
    finally:
        while True:  # an alarm may ring once more while it is being switched off
            try:
                signal.setitimer(signal.ITIMER_PROF, 0)
                signal.setitimer(signal.ITIMER_REAL, 0)
                break
            except Stopped:
                continue


_WAITING: list[float] = []  # when waiting is over, were there no queue


def _stop(number: int, _frame: FrameType | None) -> None:
    if number == signal.SIGPROF:
        raise Stopped("computing")
    if not _WAITING or time.monotonic() - _queued_s() >= _WAITING[0]:
        raise Stopped("waiting")


def _queued_s() -> float:
    """Seconds for which the main thread was ready to run and had no processor."""
    try:
        with open("/proc/self/schedstat") as file:  # noqa: PTH123  # quick: in a handler
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


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


if __name__ == "__main__":
    main()
