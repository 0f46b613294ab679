"""The nursery: a warm process that forks one for each submission.

`python -m autograder.inside.nursery`, behind bubblewrap's walls. It imports what labs
import once, then forks: each fork makes a world of its own (world.py) and becomes the
learner's process, or the examiner's. It never runs a line of a learner's code itself,
has one thread and no secret, and nothing comes back to it from a fork.

Over file descriptor 0, each message one JSON object:
    first    {"program", "filter", "preload"}; answered with {"ready", "threads"}
    then     {"scratch_bytes", "imports"} with descriptors: report, channel, and for a
             learner one for the snapshot of each test
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
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from autograder.runner.paths import SCRATCH, TESTS, WORK
from autograder.wire.channel import Channel
from isolation import namespaces, syscalls

MAX_REQUEST = 1 << 18
MAX_DESCRIPTORS = 200


def main() -> None:
    desk = _take_desk()
    first = json.loads(desk.recv(MAX_REQUEST))
    program = _examiner if first["program"] == "examiner" else _learner
    places = (*SCRATCH, TESTS) if program is _examiner else SCRATCH
    _import_all(first["preload"])
    if program is _learner:
        from autograder.runner.shell import prepared

        # IPython compiles its patterns when the first cell runs: let it be this one.
        prepared().run_cell("pass", silent=True)
    gc.collect()
    _gather_memory()
    filter_program = base64.b64decode(first["filter"])
    desk.send(json.dumps({"ready": True, "threads": _threads()}).encode())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a fork here
    known: set[str] = set()
    while True:
        gc.collect()
        gc.freeze()  # or else a fork's first collection would copy all we share
        data, fds, _, _ = socket.recv_fds(desk, MAX_REQUEST, MAX_DESCRIPTORS)
        if not data:
            return
        request = json.loads(data)
        _import_statements(request["imports"], known)
        if namespaces.fork(report=fds[0]):
            desk.close()
            scratch = dict.fromkeys(places, request["scratch_bytes"])
            _become(program, fds, filter_program, scratch)
        for fd in fds:
            os.close(fd)


def _become(
    program: Callable[[Channel, list[int]], None],
    fds: list[int],
    filter_program: bytes,
    scratch: dict[str, int],
) -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    for fd in (1, 2):  # where the nursery itself would complain
        os.dup2(nothing, fd)
    report, channel, *more = fds
    namespaces.make(
        socket.socket(fileno=report),
        lambda: program(Channel(socket.socket(fileno=channel)), more),
        filter_program=filter_program,
        scratch=scratch,
    )


def _learner(channel: Channel, snapshots: list[int]) -> None:
    from autograder.runner import cells

    Path(WORK).mkdir(mode=0o777)
    os.chdir(WORK)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # or else every learner's draws would be the same
    cells.serve(channel, snapshots)


def _examiner(channel: Channel, _more: list[int]) -> None:
    from autograder.examiner import program

    os.chdir(TESTS)
    program.serve(channel)


def _take_desk() -> socket.socket:
    desk = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    return desk


def _import_all(names: Iterable[str]) -> None:
    """What is not installed here is not needed here."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _import_statements(statements: Iterable[str], known: set[str]) -> None:
    """Imports of our own test cells, so that the next examiner has them already."""
    for statement in statements:
        if statement not in known:
            known.add(statement)
            with contextlib.suppress(ImportError):
                exec(statement, {})  # noqa: S102  # from our own source notebook


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
