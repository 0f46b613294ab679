"""A forkserver of one's own: started behind walls, asked to fork, ended.

The far end is forkserver.py; who uses this says which module a fork runs.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isolation import cgroups, seccomp
from isolation.forkserver import MAX_REQUEST
from isolation.processor_time import ProcessorTime

# What follows the interpreter on the command line.
PYTHON = ("-P", "-s", "-m", "isolation.forkserver")
_FORK_S = 30.0  # a fork takes 10 ms; a machine may be busy


class CannotFork(RuntimeError):
    """This forkserver does not work, or no longer."""


@dataclass(frozen=True)
class Warmth:
    """What a forkserver holds ready. module: has `serve_fork`; preload: imported
    before; scratch: places of a fork's private disks; visible: what stays to be seen
    though a private disk covers the folder it is in."""

    module: str
    preload: tuple[str, ...]
    scratch: tuple[str, ...]
    visible: tuple[str, ...]


class Fork:
    """A process in its own namespaces, with all that it starts. Close it at the end."""

    def __init__(
        self,
        channel: socket.socket,
        report: socket.socket,
        first: int,
        group: cgroups.Group | None,
    ) -> None:
        self.channel = channel
        self._report, self._first, self._group = report, first, group
        self._time = ProcessorTime(_number_of(first))

    def cpu_s(self) -> float:
        """Computing seconds of the process and of all that it started."""
        counted = self._group.cpu_s() if self._group is not None else None
        return self._time.seconds() if counted is None else counted

    def end(self) -> None:
        """End it and all that it started. It is still to be closed."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._first, signal.SIGKILL)

    def exit_code(self, timeout_s: float) -> int | None:
        """How the program ended, -signal for one; None if it runs, or nobody knows."""
        with contextlib.suppress(OSError, ValueError):
            self._report.settimeout(timeout_s)
            told = json.loads(self._report.recv(MAX_REQUEST))
            code = told.get("exit")
            return code if isinstance(code, int) else None
        return None

    def ran_out_of_memory(self) -> bool:
        return self._group is not None and self._group.ran_out_of_memory()

    def close(self) -> None:
        """End the first process of its namespaces; the kernel then ends the others."""
        self._report.close()
        self.end()
        select.select([self._first], [], [], _FORK_S)  # readable: it has ended
        os.close(self._first)
        if self._group is not None:
            self._group.close()


class WarmProcess:
    """One forkserver, and the socket on which it is asked to fork."""

    def __init__(self, command: list[str], warmth: Warmth) -> None:
        """command: runs the interpreter with PYTHON, behind walls."""
        self._is_ready = False
        self._asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )
        first = {
            "module": warmth.module,
            "preload": warmth.preload,
            "filter": base64.b64encode(seccomp.filter_program()).decode(),
            "scratch": warmth.scratch,
            "visible": warmth.visible,
        }
        self._asked.send(json.dumps(first).encode())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def is_ready(self, patience_s: float = 0) -> bool:
        """Has it imported everything? Raises CannotFork when it has ended."""
        if not self._is_ready and select.select([self._asked], [], [], patience_s)[0]:
            told = json.loads(self._asked.recv(MAX_REQUEST) or b"{}")
            if told.get("threads") != 1:  # a fork would have the others' locks
                raise CannotFork(f"the warm process said {told}")
            self._is_ready = True
        return self._is_ready

    def fork(
        self,
        *,
        scratch_bytes: int,
        caps: cgroups.Caps,
        keep: Iterable[socket.socket] = (),
        imports: Iterable[str] = (),
    ) -> Fork:
        """A new process, which waits on its channel. Raises CannotFork.

        keep: sockets it inherits. imports: statements run before it is forked.
        """
        ours, theirs = socket.socketpair()
        report, their_report = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        request = {"scratch_bytes": scratch_bytes, "imports": list(imports)}
        with contextlib.ExitStack() as unless_made:
            unless_made.callback(ours.close)
            unless_made.callback(report.close)
            with theirs, their_report:
                fds = [each.fileno() for each in (their_report, theirs, *keep)]
                self._ask_for(request, fds)
            # Only now that our copy is closed does the forkserver's end end the wait.
            first = _first_process(report)
            unless_made.callback(os.close, first)
            group = cgroups.make_at_best(caps)
            if group is not None:
                unless_made.callback(group.close)
                group.add(_number_of(first))
            report.send(b"1")
            unless_made.pop_all()
        return Fork(ours, report, first, group)

    def _ask_for(self, request: dict[str, Any], fds: list[int]) -> None:
        try:
            socket.send_fds(self._asked, [json.dumps(request).encode()], fds)
        except OSError as error:
            raise CannotFork(f"no fork: {error}") from None

    def close(self) -> None:
        self._asked.close()
        self._process.kill()
        self._process.wait()


def _first_process(report: socket.socket) -> int:
    """The pidfd of the first process in the new namespaces."""
    try:
        report.settimeout(_FORK_S)
        data, given, _, _ = socket.recv_fds(report, MAX_REQUEST, 1)
    except OSError as error:
        raise CannotFork(f"no fork: {error}") from None
    if not given:
        raise CannotFork(f"no fork: {data[:500].decode('utf-8', 'replace')}")
    return given[0]


def _number_of(pidfd: int) -> int:
    """The process's number here; inside it is 1."""
    about = Path(f"/proc/self/fdinfo/{pidfd}").read_text()
    return int(about.split("Pid:")[1].split()[0])
