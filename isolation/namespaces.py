"""A world of one's own: what a process forked from the nursery makes for itself.

    nursery ── fork, into new namespaces ── first process of the new world
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

from isolation import syscalls

_BRING_UP, _IS_UP = 0x8914, 1
_NAMESPACES = (
    syscalls.NEWUSER
    | syscalls.NEWNS
    | syscalls.NEWPID
    | syscalls.NEWIPC
    | syscalls.NEWNET
)


_ME = (os.getuid(), os.getgid())  # behind a fork into new namespaces nobody knows


def fork(report: int) -> bool:
    """Into new namespaces; the child gets True and is to `make` its world of them.

    report: a descriptor, told {"error"} where there are no namespaces to be had.
    """
    try:
        return syscalls.fork_into(_NAMESPACES) == 0
    except OSError as error:
        with socket.socket(fileno=os.dup(report)) as told:
            _tell(told, {"error": str(error)})
        return False


def make(
    report: socket.socket,
    program: Callable[[], None],
    *,
    filter_program: bytes,
    scratch: Mapping[str, int],
) -> None:
    """Run `program` in a new world, whose first process this is. Never returns.

    report: tells {"first": how it began} with a pidfd of the first process, waits for
    a byte (the worker counts its memory from here on), and then {"exit": code}.
    scratch: bytes of the private disk at each place.
    """
    try:
        _stay(*_ME)
        for place, size in scratch.items():
            _scratch(place, size)
        _loopback_up()
        syscalls.mount(
            "proc", "/proc", syscalls.NOSUID | syscalls.NODEV | syscalls.NOEXEC, ""
        )
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        _tell_of_me(report)
        if report.recv(1):
            _tell(report, {"exit": _run(report, program, filter_program)})
    except BaseException as error:
        with contextlib.suppress(OSError):
            _tell(report, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _stay(user: int, group: int) -> None:
    """In the new namespace of users too, be who we were."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _scratch(place: str, size: int) -> None:
    options = f"size={size},mode=1777,nr_inodes=20000"
    syscalls.mount("tmpfs", place, syscalls.NOSUID | syscalls.NODEV, options)


def _loopback_up() -> None:
    """As in bubblewrap's: a program may speak to itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _BRING_UP, struct.pack("16sh14x", b"lo", _IS_UP))


def _tell_of_me(report: socket.socket) -> None:
    me = os.pidfd_open(os.getpid())
    _tell(report, {"first": "made"}, me)
    os.close(me)


def _run(
    report: socket.socket, program: Callable[[], None], filter_program: bytes
) -> int:
    """How the program ended. Signals from inside do not reach this process."""
    syscalls.drop_capabilities()
    syscalls.refuse_new_rights()
    syscalls.filter_calls(filter_program)
    syscalls.set_dumpable(False)
    child = os.fork()
    if child == 0:
        try:
            report.close()
            syscalls.set_dumpable(True)
            os.setsid()
            program()
            os._exit(0)
        finally:
            os._exit(1)
    _keep_only(report)
    return _end_of(child)


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
