"""Runs a learner's cells, one after another, and keeps a snapshot at each test.

The program of the marking sandbox: `python -m autograder.runner.cells`. It reads
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
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from autograder.runner import startup
from autograder.runner.paths import WORK
from autograder.wire.channel import Channel, ChannelError

GRACE_S = 1.0  # a stopped cell that goes on is stopped again this often


class Stopped(KeyboardInterrupt):
    """The time for this cell, or for this question of a test, is over."""


def main() -> None:
    serve(startup.take_channel(0), None)


def warm_up() -> None:
    """IPython compiles its patterns when the first cell runs: let it be this one."""
    from autograder.runner.shell import prepared

    prepared().run_cell("pass", silent=True)


def serve_fork(channel: socket.socket, snapshots: list[int]) -> None:
    """What a fork of the warm process becomes."""
    Path(WORK).mkdir(mode=0o777, exist_ok=True)
    os.chdir(WORK)
    serve(Channel(channel), snapshots)


def serve(channel: Channel, snapshots: list[int] | None) -> None:
    """snapshots: descriptors, one a test; None: the first message has their numbers."""
    request = channel.receive()
    startup.limit(request["limits"])
    startup.receive_files(channel, request["files"])
    os.environ["CAIRE_LANG"] = request["lang"]
    startup.shut(request)
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
    """Raise Stopped in the main thread when the block computes or takes longer.

    So that what can be stopped kindly loses nothing but this cell. What ignores it is
    ended from outside, or by the kernel, a few seconds later.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + cpu_s) + 3
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, cpu_s, GRACE_S)
    signal.setitimer(signal.ITIMER_REAL, wall_s, GRACE_S)
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


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped("computing" if number == signal.SIGPROF else "waiting")


if __name__ == "__main__":
    main()
