"""New namespaces for a process that is forked from a running one.

    forkserver ── fork, into new namespaces ── first process
                                                 └─ fork ── the program

The *first process* waits for the program, collects the dead, tells how the program
ended, and ends: then the kernel ends everything that is left in its namespaces. Its
memory and files cannot be read from inside, nor can it be signalled.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    """Into new namespaces; the child gets True and is to `settle` in them.

    report: a descriptor, told {"error"} where there are no namespaces to be had.
    """
    try:
        return syscalls.fork_into(_NAMESPACES) == 0
    except OSError as error:
        with socket.socket(fileno=os.dup(report)) as told:
            _tell(told, {"error": str(error)})
        return False


def settle(
    report: socket.socket,
    program: Callable[[], None],
    *,
    filter_program: bytes,
    scratch: Mapping[str, int],
    visible: Iterable[str] = (),
) -> None:
    """Run `program` in the new namespaces, whose first process this is. Never returns.

    report: tells {"first": how it began} with a pidfd of the first process, waits for
    a byte (who asked counts its memory from here on), and then {"exit": code}.
    scratch: bytes of the private disk at each place.
    visible: what must still be there when a scratch disk covers the folder it is in.
    """
    try:
        _stay(*_ME)
        _mount_scratch(scratch, visible)
        _loopback_up()
        flags = syscalls.NOSUID | syscalls.NODEV | syscalls.NOEXEC
        syscalls.mount("proc", "/proc", flags, "")
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


def _mount_scratch(scratch: Mapping[str, int], visible: Iterable[str]) -> None:
    """A checkout may lie below /tmp: it is held open, and shown again on top."""
    held = {place: _held(place) for place in _covered(visible, scratch)}
    for place, size in scratch.items():
        options = f"size={size},mode=1777,nr_inodes=20000"
        flags = syscalls.NOSUID | syscalls.NODEV
        syscalls.mount("tmpfs", place, flags, options)
    for place, descriptor in held.items():
        Path(place).mkdir(mode=0o755, parents=True, exist_ok=True)
        syscalls.bind(f"/proc/self/fd/{descriptor}", place)
        os.close(descriptor)


def _covered(visible: Iterable[str], scratch: Iterable[str]) -> Iterator[str]:
    for place in visible:
        if any(Path(place).is_relative_to(disk) for disk in scratch):
            yield place


def _held(place: str) -> int:
    return os.open(place, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)


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
    """A copy of the program's channel held here would hide from who asked that the
    program, or a process it forked, has ended."""
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
