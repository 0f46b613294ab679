"""A warm process that forks one for each request, each in namespaces of its own.

`python -m isolation.forkserver`, behind bubblewrap's walls, started by
warm_process.py. It imports what its module needs once; each fork then runs the
module's `serve_fork`. It never runs a line of a learner's code itself, has one thread
and no secret, and nothing comes back to it from a fork.

Over file descriptor 0, each message one JSON object:
    first    {"module", "preload", "filter", "scratch", "visible"}; answered with
             {"ready", "threads"}
    then     {"scratch_bytes", "imports"} with descriptors: report, channel, and those
             that the module wants

The module has `serve_fork(channel, descriptors)`, and may have `warm_up()`, which is
called once, before the first fork.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from isolation import namespaces, syscalls

MAX_REQUEST = 1 << 18
MAX_DESCRIPTORS = 200


@dataclass(frozen=True)
class Forkserver:
    """What every fork gets. scratch: places of its private disks; visible: what stays
    to be seen below them."""

    module: ModuleType
    filter_program: bytes
    scratch: tuple[str, ...]
    visible: tuple[str, ...]

    @classmethod
    def warmed(cls, first: dict[str, Any]) -> Forkserver:
        """From the first message, with everything imported that it asks for."""
        _import_all(first["preload"])
        module = importlib.import_module(first["module"])
        if warm_up := getattr(module, "warm_up", None):
            warm_up()
        gc.collect()
        _gather_memory()
        return cls(
            module,
            base64.b64decode(first["filter"]),
            tuple(first["scratch"]),
            tuple(first["visible"]),
        )

    def serve(self, asked: socket.socket) -> None:
        """Fork for each request, until whoever asks is gone."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a fork here
        known: set[str] = set()
        while True:
            gc.collect()
            gc.freeze()  # or else a fork's first collection would copy all we share
            data, fds, _, _ = socket.recv_fds(asked, MAX_REQUEST, MAX_DESCRIPTORS)
            if not data:
                return
            request = json.loads(data)
            _import_statements(request["imports"], known)
            if namespaces.fork(report=fds[0]):
                asked.close()
                self._become(fds, request["scratch_bytes"])
            for fd in fds:
                os.close(fd)

    def _become(self, fds: list[int], scratch_bytes: int) -> None:
        nothing = os.open(os.devnull, os.O_WRONLY)
        for fd in (1, 2):  # where the forkserver itself would complain
            os.dup2(nothing, fd)
        report, channel, *more = fds
        namespaces.settle(
            socket.socket(fileno=report),
            lambda: self._run(channel, more),
            filter_program=self.filter_program,
            scratch=dict.fromkeys(self.scratch, scratch_bytes),
            visible=self.visible,
        )

    def _run(self, channel: int, descriptors: list[int]) -> None:
        if numpy := sys.modules.get("numpy"):
            numpy.random.seed()  # or else the draws of every fork would be the same
        self.module.serve_fork(socket.socket(fileno=channel), descriptors)


def main() -> None:
    asked = _take_stdin()
    server = Forkserver.warmed(json.loads(asked.recv(MAX_REQUEST)))
    asked.send(json.dumps({"ready": True, "threads": _threads()}).encode())
    server.serve(asked)


def _take_stdin() -> socket.socket:
    """The socket that is our stdin, moved away from where a program would read."""
    asked = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    return asked


def _import_all(names: Iterable[str]) -> None:
    """What is not installed here is not needed here."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _import_statements(statements: Iterable[str], known: set[str]) -> None:
    """Imports that the next forks have already; trusted ones, never a learner's."""
    for statement in statements:
        if statement not in known:
            known.add(statement)
            with contextlib.suppress(ImportError):
                exec(statement, {})  # noqa: S102  # see above


def _gather_memory() -> None:
    """Put our own memory into large pages, as far as the kernel does it.

    A fork copies the table of pages, and its end takes it apart: 22 ms with torch
    imported, 8 ms with large pages (Linux 6.18).
    """
    large = syscalls.LARGE_PAGE
    for begin, end in _own_memory():
        for place in range(-(-begin // large) * large, end - large + 1, large):
            # One by one: where there is nothing yet, the kernel refuses and stops.
            with contextlib.suppress(OSError):
                syscalls.collapse(place, large)


def _own_memory() -> Iterator[tuple[int, int]]:
    """Where it begins and ends: what may be written and belongs to no file."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        region, rights, _, _, _, *name = line.split(None, 5)
        if rights.startswith("rw") and (not name or name[0] == "[heap]"):
            begin, end = region.split("-")
            yield int(begin, 16), int(end, 16)


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


if __name__ == "__main__":
    main()
