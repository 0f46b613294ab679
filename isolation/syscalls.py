"""The few Linux calls that Python 3.11 has no name for. Each raises OSError."""

from __future__ import annotations

import ctypes
import os
import signal
import struct

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
NOSUID, NODEV, NOEXEC = 2, 4, 8
LARGE_PAGE = 1 << 21

_BIND, _WITH_WHAT_IS_BELOW = 4096, 16384
_COLLAPSE = 25
_SET_DUMPABLE, _SET_SECCOMP, _DROP_BOUND, _SET_NO_NEW_PRIVS = 4, 22, 24, 38
_SECCOMP_FILTER = 2
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPSET_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_libc_keeping_python = ctypes.PyDLL(None, use_errno=True)


def call(number: int, *given: object) -> int:
    """A system call by its number; every argument must be an int, bytes or None."""
    return _checked(_libc.syscall(ctypes.c_long(number), *given), f"call {number}")


def fork_into(namespaces: int) -> int:
    """os.fork(), and the child is in new namespaces from its first moment.

    Of a process with one thread only. The C library's own fork handlers do not run:
    the child may do little but fork the ordinary way.
    """
    python, flags = ctypes.pythonapi, namespaces | signal.SIGCHLD
    nothing = [ctypes.c_long(0)] * 4
    python.PyOS_BeforeFork()
    # Python's lock is kept meanwhile, as os.fork does.
    child = _libc_keeping_python.syscall(
        ctypes.c_long(_CLONE[os.uname().machine]), ctypes.c_ulong(flags), *nothing
    )
    if child == 0:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    return _checked(child, "clone")


def mount(kind: str, place: str, flags: int, options: str = "") -> None:
    names = (kind.encode(), place.encode(), kind.encode())
    done = _libc.mount(*names, ctypes.c_ulong(flags), options.encode())
    _checked(done, f"mount {kind} on {place}")


def bind(source: str, place: str) -> None:
    """Show `source`, and what is mounted below it, at `place` too, with its rights."""
    flags = ctypes.c_ulong(_BIND | _WITH_WHAT_IS_BELOW)
    done = _libc.mount(source.encode(), place.encode(), None, flags, None)
    _checked(done, f"bind {source} on {place}")


def set_dumpable(is_dumpable: bool) -> None:
    """Whether others of the same user may look into this process."""
    _prctl(_SET_DUMPABLE, int(is_dumpable))


def refuse_new_rights() -> None:
    """No program that this process starts has more rights than it."""
    _prctl(_SET_NO_NEW_PRIVS, 1)


def filter_calls(program: bytes) -> None:
    """Install a seccomp filter (a classic BPF program), inherited by every child."""
    steps = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps))
    _prctl(_SET_SECCOMP, _SECCOMP_FILTER, described)


def drop_capabilities() -> None:
    """All of them, for good: the bounding set too."""
    for capability in range(64):
        if _libc.prctl(_DROP_BOUND, capability, 0, 0, 0):
            break  # the kernel knows no more of them
    header = struct.pack("Ii", _CAPSET_VERSION_3, 0)
    call(_CAPSET[os.uname().machine], header, b"\0" * 24)


def collapse(place: int, size: int) -> None:
    """Put this memory into large pages; both of LARGE_PAGE. Linux 6.1 and later."""
    done = _libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(size), _COLLAPSE)
    _checked(done, "madvise")


def _prctl(what: int, first: object, second: object = 0) -> None:
    given = [
        ctypes.c_ulong(each) if isinstance(each, int) else each
        for each in (first, second)
    ]
    _checked(_libc.prctl(what, *given, 0, 0), f"prctl {what}")


def _checked(answer: int, what: str) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return answer
