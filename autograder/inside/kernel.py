"""The few Linux calls that Python 3.11 has no name for. Each raises OSError."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
NOSUID, NODEV, NOEXEC = 2, 4, 8

_LARGE, _COLLAPSE = 1 << 21, 25
_SET_DUMPABLE, _SET_SECCOMP, _DROP_BOUND, _SET_NO_NEW_PRIVS = 4, 22, 24, 38
_SECCOMP_FILTER = 2
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPSET_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def call(number: int, *given: object) -> int:
    """A system call by its number; every argument must be an int, bytes or None."""
    return _checked(_libc.syscall(ctypes.c_long(number), *given), f"call {number}")


def unshare(flags: int) -> None:
    _checked(_libc.unshare(flags), "unshare")


def mount(kind: str, place: str, flags: int, options: str = "") -> None:
    names = (kind.encode(), place.encode(), kind.encode())
    done = _libc.mount(*names, ctypes.c_ulong(flags), options.encode())
    _checked(done, f"mount {kind} on {place}")


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


def gather_memory() -> None:
    """Put this process's own memory into large pages, as far as the kernel does it.

    A fork copies the table of pages, and its end takes it apart: with torch imported
    22 ms, and 8 ms with large pages (Linux 6.18; before 6.1 nothing happens).
    """
    for line in Path("/proc/self/maps").read_text().splitlines():
        region, rights, _, _, _, *name = line.split(None, 5)
        if rights.startswith("rw") and (not name or name[0] == "[heap]"):
            begin, end = (int(each, 16) for each in region.split("-"))
            for place in range(-(-begin // _LARGE) * _LARGE, end - _LARGE + 1, _LARGE):
                # One by one: where there is nothing yet the kernel refuses, and goes on
                # with none of the others.
                _libc.madvise(
                    ctypes.c_void_p(place), ctypes.c_size_t(_LARGE), _COLLAPSE
                )


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
