"""The system calls a learner's program never needs, refused by the kernel.

One filter for both: a learner's own server all day, and a marking sandbox. JupyterLab,
its kernels and the labs need none of these calls, so nothing is relaxed for them.
A classic BPF program, as bubblewrap's --seccomp reads it. It lists what is
refused, not what is allowed: a library's next release must not cost marks. The
other walls (namespaces, no capability, no network) hold without it.
"""

from __future__ import annotations

import contextlib
import os
import platform
import struct
from collections.abc import Iterator

_MACHINES = ("x86_64", "aarch64")
_X86_64 = 0xC000003E
_AARCH64 = 0xC00000B7

# name: (number on x86_64, number on aarch64); None: it does not exist there.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # mounts and namespaces
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    # the kernel itself
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    # where most of the kernel's holes of the last years were
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "modify_ldt": (154, None),
    "vmsplice": (278, 75),
}
# Answered "no such call", so that libraries fall back to the older one.
_ABSENT: dict[str, tuple[int | None, int | None]] = {
    "clone3": (435, 435),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
_CLONE = (56, 220)
_SOCKET = (41, 198)
_NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW* flags
_SOCKET_FAMILIES = (1, 2, 10, 16)  # unix, inet, inet6, netlink: not vsock, not packet

_EPERM, _ENOSYS = 1, 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16

_Step = tuple[int, int, int, int]


def is_known(machine: str | None = None) -> bool:
    """Do we know the numbers of this machine's calls? Elsewhere nothing is refused."""
    return (machine or platform.machine()) in _MACHINES


@contextlib.contextmanager
def filter_file() -> Iterator[int]:
    """The filter in a descriptor of its own, as bubblewrap's --seccomp reads it."""
    descriptor = os.memfd_create("seccomp")
    try:
        os.write(descriptor, filter_program())
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)


def filter_program(machine: str | None = None) -> bytes:
    """The filter for this machine; one that allows all where we know no numbers."""
    machine = machine or platform.machine()
    if not is_known(machine):
        return _packed([(_RETURN, 0, 0, _ALLOW)])
    column = _MACHINES.index(machine)
    steps: list[_Step] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, (_X86_64, _AARCH64)[column]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, 0x40000000),  # x32: the same calls under other numbers
        (_RETURN, 0, 0, _ERRNO | _ENOSYS),
    ]
    for table, errno in ((_REFUSED, _EPERM), (_ABSENT, _ENOSYS)):
        for numbers in table.values():
            number = numbers[column]
            if number is not None:
                steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno)]
    steps += _no_new_namespaces(_CLONE[column])
    steps += _few_socket_families(_SOCKET[column])
    return _packed([*steps, (_RETURN, 0, 0, _ALLOW)])


def _no_new_namespaces(clone: int) -> list[_Step]:
    return [
        (_EQUAL, 0, 4, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, _ERRNO | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _few_socket_families(call: int) -> list[_Step]:
    count = len(_SOCKET_FAMILIES)
    checks = [
        (_EQUAL, count - at, 0, family) for at, family in enumerate(_SOCKET_FAMILIES)
    ]
    return [
        (_EQUAL, 0, count + 3, call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *checks,
        (_RETURN, 0, 0, _ERRNO | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _packed(steps: list[_Step]) -> bytes:
    return b"".join(struct.pack("<HBBI", *step) for step in steps)
