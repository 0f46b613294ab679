"""Landlock: the second wall. Files, TCP, signals and abstract sockets, by the kernel.

The mount namespace already hides everything but what marking needs. Should one day
something more be mounted by mistake, this wall still says no.
Source: https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from isolation import syscalls

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_PATH_BENEATH, _ASK_VERSION = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = (1 << bit for bit in range(4))
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
# How many kinds of access to files each version of Landlock knows.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
_LATEST_FILE_BITS = 16
_TCP = 0b11  # bind, connect
_SCOPES = 0b11  # abstract unix sockets, signals

_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
READ = _EXECUTE | _READ_FILE | _READ_DIR
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty")


def version() -> int:
    """The kernel's version of Landlock; 0 where it has none."""
    try:
        return syscalls.call(_CREATE, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> int:
    """From now on only these places, no TCP, and no signal or abstract socket that
    leads out. Returns the version in force; 0: nothing was restricted.

    A place that does not exist is left out. Needs `refuse_new_rights` first.
    """
    known = version()
    if not known:
        return 0
    files = (1 << _FILE_BITS.get(known, _LATEST_FILE_BITS)) - 1
    attributes = struct.pack("Q", files)
    if known >= 4:
        attributes += struct.pack("Q", _TCP)
    if known >= 6:
        attributes += struct.pack("Q", _SCOPES)
    rules = syscalls.call(_CREATE, attributes, len(attributes), 0)
    try:
        for place in readable:
            _allow(rules, place, READ & files)
        for place in writable:
            _allow(rules, place, files & ~(_MAKE_CHAR | _MAKE_BLOCK))
        for place in DEVICES:
            _allow(rules, place, (_READ_FILE | _WRITE_FILE | _IOCTL_DEVICE) & files)
        syscalls.call(_RESTRICT, rules, 0)
    finally:
        os.close(rules)
    return known


def _allow(rules: int, place: str, access: int) -> None:
    try:
        beneath = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(place):  # noqa: PTH112  # before any library of ours
            access &= _OF_A_FILE
        syscalls.call(
            _ADD, rules, _PATH_BENEATH, struct.pack("=Qi", access, beneath), 0
        )
    finally:
        os.close(beneath)
