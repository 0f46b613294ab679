"""Forks of warm processes to mark in: a worker starts them once, a submission gets one.

A cold sandbox pays for the interpreter and for the imports of numpy, scikit-learn and
torch every time. Here a process behind bubblewrap's walls has paid once; each fork of
it has namespaces of its own (isolation/namespaces.py). `fork` gives None where there
is no warm process (yet), and the caller starts a cold sandbox instead.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import signal
import socket
from collections.abc import Iterable

from autograder.runner.paths import SCRATCH, TESTS
from autograder.runtime.limits import Limits
from autograder.sandbox.preload import PRELOAD, Program
from autograder.sandbox.walls import caps_of, command_of, warm_walls
from autograder.wire.channel import Channel
from isolation import bubblewrap, warm_process
from isolation.warm_process import CannotFork, WarmProcess, Warmth

LOG = logging.getLogger("autograder")

_MODULES: dict[Program, str] = {
    "learner": "autograder.runner.cells",
    "light learner": "autograder.runner.cells",
    "examiner": "autograder.examiner.program",
}
_WARM_S = 300.0


class WarmSandbox:
    """A fork of a warm process; to its user the same as cold.ColdSandbox."""

    is_walled = True

    def __init__(self, fork: warm_process.Fork) -> None:
        self._fork = fork
        self.channel = Channel(fork.channel)

    def complaint(self) -> str:
        return ""

    def ran_out_of_time(self) -> bool:
        """Did the kernel end the program for its computing time?"""
        return self._fork.exit_code(0.5) == -signal.SIGXCPU

    def ran_out_of_memory(self) -> bool:
        return self._fork.ran_out_of_memory()

    def cpu_s(self) -> float:
        """Computing seconds of all its processes."""
        return self._fork.cpu_s()

    def end(self) -> None:
        """End all its processes. Nothing in there can prevent it."""
        self._fork.end()

    def close(self) -> None:
        """End it, and leave nothing behind."""
        self.channel.close()
        self._fork.close()


_warm: dict[Program, WarmProcess] = {}


def warm_up(*, wait: bool = False) -> str | None:
    """Start this process's warm processes. Returns why not, or None.

    wait: until they are ready and each has forked once.
    """
    try:
        for program in PRELOAD:
            known = _warm.get(program)
            if known is None or known.has_ended:
                _start_anew(program)
        for program in PRELOAD if wait else ():
            if not _warm[program].is_ready(_WARM_S):
                raise CannotFork(f"the {program}'s warm process was not ready in time")
            _forked(_warm[program], Limits()).close()
    except (CannotFork, OSError) as error:
        cool_down()
        return str(error)
    return None


def state() -> str:
    """In words, for the operator."""
    if not _warm:
        return "each submission starts a cold process"
    try:
        ready = all(each.is_ready() for each in _warm.values())
    except CannotFork as error:
        return f"each submission starts a cold process ({error})"
    return "forks of a warm process" if ready else "the warm process is being started"


def cool_down() -> None:
    """End this process's warm processes."""
    while _warm:
        _warm.popitem()[1].close()


atexit.register(cool_down)


def fork(
    program: Program,
    limits: Limits,
    *,
    keep: Iterable[socket.socket] = (),
    imports: Iterable[str] = (),
) -> WarmSandbox | None:
    """A fork of this process's warm one; None when there is none that is ready."""
    known = _warm.get(program)
    if known is None:
        return None
    try:
        return _forked(known, limits, keep, imports) if known.is_ready() else None
    except (CannotFork, OSError) as error:
        LOG.warning("The %s's warm process is started anew: %s", program, error)
        with contextlib.suppress(CannotFork, OSError):
            _start_anew(program)
        return None


def _forked(
    known: WarmProcess,
    limits: Limits,
    keep: Iterable[socket.socket] = (),
    imports: Iterable[str] = (),
) -> WarmSandbox:
    size, caps = limits.disk_mb * 1_000_000, caps_of(limits)
    return WarmSandbox(
        known.fork(scratch_bytes=size, caps=caps, keep=keep, imports=imports)
    )


def _start_anew(program: Program) -> None:
    if known := _warm.get(program):
        known.close()
    bwrap = bubblewrap.find()
    if bwrap is None:
        raise CannotFork("bubblewrap was not found")
    is_examiner = program == "examiner"
    python = list(warm_process.PYTHON)
    command = command_of(bwrap, warm_walls(is_examiner=is_examiner), None, python)
    warmth = Warmth(
        module=_MODULES[program],
        preload=PRELOAD[program],
        scratch=(*SCRATCH, TESTS) if is_examiner else SCRATCH,
        visible=tuple(inside for _, inside in bubblewrap.runtime()),
    )
    _warm[program] = WarmProcess(command, warmth)
