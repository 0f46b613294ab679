"""A world of one's own: what a process forked from the nursery makes for itself.

    nursery ── fork ── new namespaces ── fork ── first process of the new world
                                                   └─ fork ── the program

The *first process* waits for the program, collects the dead, tells how the program
ended, and ends: then the kernel ends everything that is left in this world. It can be
neither seen into nor signalled from inside.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from autograder.inside import kernel

_BRING_UP, _IS_UP = 0x8914, 1


def make(
    report: socket.socket,
    program: Callable[[], None],
    *,
    filter_program: bytes,
    scratch: Mapping[str, int],
) -> None:
    """Run `program` in a new world, from a process forked for it. Never returns.

    report: tells {"first": how it began} with a pidfd of the first process, waits for
    a byte (the worker counts its memory from here on), and then {"exit": code}.
    scratch: bytes of the private disk at each place.
    """
    try:
        _unshare()
        for place, size in scratch.items():
            _scratch(place, size)
        _loopback_up()
        first = os.fork()
        if first == 0:
            _be_the_first(report, program, filter_program)
        _tell(report, {"first": "made"}, os.pidfd_open(first))
    except BaseException as error:
        with contextlib.suppress(OSError):
            _tell(report, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _unshare() -> None:
    user, group = os.getuid(), os.getgid()
    kernel.unshare(
        kernel.NEWUSER | kernel.NEWNS | kernel.NEWPID | kernel.NEWIPC | kernel.NEWNET
    )
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _scratch(place: str, size: int) -> None:
    options = f"size={size},mode=1777,nr_inodes=20000"
    kernel.mount("tmpfs", place, kernel.NOSUID | kernel.NODEV, options)


def _loopback_up() -> None:
    """As in bubblewrap's: a program may speak to itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _BRING_UP, struct.pack("16sh14x", b"lo", _IS_UP))


def _be_the_first(
    report: socket.socket, program: Callable[[], None], filter_program: bytes
) -> None:
    """Process 1 of the new world. Signals from inside do not reach it."""
    code = 1
    try:
        kernel.mount("proc", "/proc", kernel.NOSUID | kernel.NODEV | kernel.NOEXEC, "")
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        if not report.recv(1):
            return
        kernel.drop_capabilities()
        kernel.refuse_new_rights()
        kernel.filter_calls(filter_program)
        kernel.set_dumpable(False)
        child = os.fork()
        if child == 0:
            report.close()
            kernel.set_dumpable(True)
            os.setsid()
            program()
            os._exit(0)
        _keep_only(report)
        code = _end_of(child)
        _tell(report, {"exit": code})
    finally:
        os._exit(0 if code == 0 else 1)


def _keep_only(report: socket.socket) -> None:
    """A copy of the program's channel held here would hide from the worker that the
    program, or a snapshot of it, has ended."""
    os.closerange(3, report.fileno())
    os.closerange(report.fileno() + 1, 65_536)


def _end_of(child: int) -> int:
    """Collects whatever ends until the program does; its exit code, or -signal."""
    while True:
        ended, status = os.wait()
        if ended == child:
            return os.waitstatus_to_exitcode(status)


def _tell(report: socket.socket, what: Mapping[str, object], *fds: int) -> None:
    socket.send_fds(report, [json.dumps(what).encode()], list(fds))
