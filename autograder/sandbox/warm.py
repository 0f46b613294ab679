"""Warm processes to mark in: started once a worker, forked for each submission.

A cold sandbox pays for the interpreter and for the imports of numpy, scikit-learn and
torch every time. Here a process behind bubblewrap's walls has paid once; each fork of
it makes namespaces of its own (autograder/inside/world.py). `open_world` gives None
where there is no warm process (yet), and the caller starts a cold sandbox instead.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.runtime.limits import Limits
from autograder.sandbox import cold
from autograder.sandbox.preload import PRELOAD, Program
from autograder.sandbox.walls import command_of, nursery_walls
from autograder.wire.channel import Channel
from isolation import cgroups, seccomp
from isolation.forkserver import MAX_REQUEST

LOG = logging.getLogger("autograder")

_PYTHON = ["-P", "-s", "-m", "isolation.forkserver"]
_FORK_S = 30.0  # a fork takes 10 ms; a machine may be busy
_WARM_S = 300.0


class CannotFork(RuntimeError):
    """This nursery does not work, or no longer."""


class World:
    """A fork in its own namespaces; to its user the same as sandbox.Enclosure."""

    is_walled = True

    def __init__(
        self,
        channel: Channel,
        report: socket.socket,
        first: int,
        group: cgroups.Group | None,
    ) -> None:
        self.channel = channel
        self._report, self._first, self._group = report, first, group

    def complaint(self) -> str:
        return ""

    def ran_out_of_time(self) -> bool:
        """Did the kernel end the program for its computing time?"""
        with contextlib.suppress(OSError, ValueError):
            self._report.settimeout(0.5)
            told = json.loads(self._report.recv(MAX_REQUEST))
            return bool(told.get("exit") == -signal.SIGXCPU)
        return False

    def ran_out_of_memory(self) -> bool:
        return self._group is not None and self._group.ran_out_of_memory()

    def close(self) -> None:
        """End the world's first process; the kernel then ends all the others."""
        self.channel.close()
        self._report.close()
        _end(self._first)
        if self._group is not None:
            self._group.close()


class Nursery:
    """One warm process, and the socket on which it is asked to fork."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._is_ready = False
        bwrap = cold.find_bwrap()
        if bwrap is None:
            raise CannotFork("bubblewrap was not found")
        self._desk, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                command_of(bwrap, nursery_walls(program), None, _PYTHON),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )
        first = {
            "program": program,
            "filter": base64.b64encode(seccomp.filter_program()).decode(),
            "preload": PRELOAD[program],
        }
        self._desk.send(json.dumps(first).encode())

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def is_ready(self, patience_s: float = 0) -> bool:
        """Has it imported everything? Raises CannotFork when it has ended."""
        if not self._is_ready and select.select([self._desk], [], [], patience_s)[0]:
            told = json.loads(self._desk.recv(MAX_REQUEST) or b"{}")
            if told.get("threads") != 1:  # a fork would have the others' locks
                raise CannotFork(f"the {self._program}'s nursery said {told}")
            self._is_ready = True
        return self._is_ready

    def fork(
        self, limits: Limits, keep: Iterable[socket.socket], imports: Iterable[str]
    ) -> World:
        """A new world; the program in it waits on its channel. Raises CannotFork."""
        ours, theirs = socket.socketpair()
        report, their_report = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        request = {
            "scratch_bytes": limits.disk_mb * 1_000_000,
            "imports": list(imports),
        }
        with contextlib.ExitStack() as unless_made:
            unless_made.callback(ours.close)
            unless_made.callback(report.close)
            with theirs, their_report:
                fds = [each.fileno() for each in (their_report, theirs, *keep)]
                first = self._asked_for(request, fds, report)
            unless_made.callback(os.close, first)
            group = cgroups.make(limits)
            if group is not None:
                unless_made.callback(group.close)
                group.add(_number_of(first))
            report.send(b"1")
            unless_made.pop_all()
        return World(Channel(ours), report, first, group)

    def _asked_for(
        self, request: dict[str, Any], fds: list[int], report: socket.socket
    ) -> int:
        """The pidfd of the new world's first process."""
        try:
            socket.send_fds(self._desk, [json.dumps(request).encode()], fds)
            report.settimeout(_FORK_S)
            data, given, _, _ = socket.recv_fds(report, MAX_REQUEST, 1)
        except OSError as error:
            raise CannotFork(f"no fork: {error}") from None
        if not given:
            raise CannotFork(f"no fork: {data[:500].decode('utf-8', 'replace')}")
        return given[0]

    def close(self) -> None:
        self._desk.close()
        self._process.kill()
        self._process.wait()


_nurseries: dict[Program, Nursery] = {}


def warm(*, wait: bool = False) -> str | None:
    """Start this process's nurseries. Returns why not, or None.

    wait: until they are ready and a world could be made in each.
    """
    try:
        for program in PRELOAD:
            known = _nurseries.get(program)
            if known is None or known.has_ended:
                _start_anew(program)
        for program in PRELOAD if wait else ():
            if not _nurseries[program].is_ready(_WARM_S):
                raise CannotFork(f"the {program}'s nursery was not ready in time")
            _nurseries[program].fork(Limits(), (), ()).close()
    except (CannotFork, OSError) as error:
        cool()
        return str(error)
    return None


def state() -> str:
    """In words, for the operator."""
    if not _nurseries:
        return "each submission starts a cold process"
    try:
        ready = all(each.is_ready() for each in _nurseries.values())
    except CannotFork as error:
        return f"each submission starts a cold process ({error})"
    return "forks of a warm process" if ready else "the warm process is being started"


def cool() -> None:
    """End this process's nurseries."""
    while _nurseries:
        _nurseries.popitem()[1].close()


atexit.register(cool)


def open_world(
    program: Program,
    limits: Limits,
    *,
    keep: Iterable[socket.socket] = (),
    imports: Iterable[str] = (),
) -> World | None:
    """A world of this process's nursery; None when there is none that is ready."""
    nursery = _nurseries.get(program)
    if nursery is None:
        return None
    try:
        return nursery.fork(limits, keep, imports) if nursery.is_ready() else None
    except (CannotFork, OSError) as error:
        LOG.warning("The %s's nursery is started anew: %s", program, error)
        with contextlib.suppress(CannotFork, OSError):
            _start_anew(program)
        return None


def _start_anew(program: Program) -> None:
    if known := _nurseries.get(program):
        known.close()
    _nurseries[program] = Nursery(program)


def _number_of(pidfd: int) -> int:
    """The process's number here; inside it is 1."""
    about = Path(f"/proc/self/fdinfo/{pidfd}").read_text()
    return int(about.split("Pid:")[1].split()[0])


def _end(pidfd: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
    select.select([pidfd], [], [], _FORK_S)  # readable: it has ended
    os.close(pidfd)
