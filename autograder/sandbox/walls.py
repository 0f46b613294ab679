"""What a program that marks may see and use, and the bubblewrap command for it.

Run by root, the program becomes a user id that exists nowhere else, without any
capability. Run by a plain user, it lives in a user namespace of its own. A warm process
has the same walls, but may make namespaces: its forks give that up.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.runner.paths import HOME, SCRATCH, TESTS, WORK
from autograder.runtime.limits import Limits
from isolation import bubblewrap
from isolation.bubblewrap import Mount
from isolation.cgroups import Caps

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = "/opt"
OUR_CODE = f"{OURS}/caire"
LAB_CODE = f"{OURS}/lab/python"
_ETC = ("ld.so.cache", "fonts", "localtime")
# Unused by distributions, containers and systemd: nobody on the host has these ids.
_FIRST_UID, _UIDS = 1_900_000_000, 100_000_000
_RUNTIME_BYTES = 160_000_000  # the interpreter and its libraries, before any cell
_WEIGHT = 1000  # learners' own servers have 100 each, and may all be busy
_MORE_PROCESSES = 80  # bubblewrap's own, and one snapshot for each test

THREADS = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}


@dataclass(frozen=True)
class Walls:
    """What a program may see and use."""

    mounts: tuple[Mount, ...]
    environment: Mapping[str, str]
    limits: Limits
    start_in: str = WORK


def learner_walls(limits: Limits, lang: str) -> Walls:
    """The marking sandbox: the kit and the program that runs cells; no tests."""
    return Walls(
        mounts=(*_lab_code(), *_our_code("runner", "wire")),
        environment={
            "NBGRADER_EXECUTION": "autograde",
            "CAIRE_LANG": lang,
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        },
        limits=limits,
    )


def examiner_walls(limits: Limits, tests: Path) -> Walls:
    """The examiner: the kit, its own program, and the tests of one version."""
    ours = _our_code("runner", "wire", "examiner")
    return Walls(
        mounts=(*_lab_code(), *ours, (tests, TESTS)),
        environment={"NBGRADER_EXECUTION": "autograde", "MPLBACKEND": "agg"},
        limits=limits,
        start_in=TESTS,
    )


def warm_walls(*, is_examiner: bool) -> Walls:
    """A warm process: as the program it forks; tests and language come later."""
    walls = learner_walls(Limits(), "fr")
    if not is_examiner:
        return walls
    ours = _our_code("runner", "wire", "examiner")
    return replace(walls, mounts=(*_lab_code(), *ours), start_in=TESTS)


def readable() -> list[str]:
    """Every place behind the walls that may be read: Linux, Python and our own."""
    python = [inside for _, inside in bubblewrap.runtime()]
    system = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"]
    return [*system, "/etc", "/proc", "/dev", *python, OURS]


def caps_of(limits: Limits) -> Caps:
    """For all processes of a sandbox together, with what the sandbox itself needs."""
    memory = limits.memory_mb * 1_000_000 + 2 * limits.disk_mb * 1_000_000
    processes = limits.processes + _MORE_PROCESSES
    memory += _RUNTIME_BYTES
    return Caps(memory, processes, cores=1.0, swap=False, weight=_WEIGHT)


def command_of(
    bwrap: str, walls: Walls, filter_fd: int | None, python: list[str]
) -> list[str]:
    """filter_fd: of the seccomp filter. None: a warm process, which makes namespaces
    and installs the filter in each of its forks."""
    is_warm = filter_fd is None
    command = [bwrap, "--die-with-parent", "--new-session", "--clearenv"]
    for kind in ("ipc", "pid", "net", "uts"):
        command.append(f"--unshare-{kind}")
    command += ["--unshare-cgroup-try", "--hostname", "sandbox"]
    command += [] if is_warm else ["--seccomp", str(filter_fd)]
    command += [*_become_nobody(is_warm), *bubblewrap.system(_ETC)]
    command += [*_proc(is_warm), "--dev", "/dev"]
    command += bubblewrap.scratch(SCRATCH, walls.limits.disk_mb * 1_000_000)
    command += bubblewrap.read_only([*bubblewrap.runtime(), *walls.mounts])
    command += ["--perms", "1777", "--dir", WORK]
    command += ["--dir", TESTS] if is_warm else []
    command += ["--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in environment_of(walls, [OUR_CODE, LAB_CODE]).items():
        command += ["--setenv", name, value]
    command += ["--chdir", walls.start_in, "--"]
    return [*command, *_drop(is_warm), sys.executable, *python]


def _lab_code() -> tuple[Mount, ...]:
    names = ("__init__.py", "language.py", "outcome.py", "words.py", "kit")
    return tuple((CHECKOUT / "labs" / n, f"{LAB_CODE}/labs/{n}") for n in names)


def _our_code(*packages: str) -> tuple[Mount, ...]:
    """isolation, and these packages of the autograder's."""
    names = ("isolation", *(f"autograder/{package}" for package in packages))
    return tuple((CHECKOUT / name, f"{OUR_CODE}/{name}") for name in names)


def _proc(is_warm: bool) -> list[str]:
    """Run by root, bubblewrap covers parts of /proc. A covered /proc may not be mounted
    again in a fork's own namespaces, so there `_drop` mounts a plain one."""
    is_plain = is_warm and os.geteuid() == 0
    return ["--dir", "/proc"] if is_plain else ["--proc", "/proc"]


def _become_nobody(is_warm: bool) -> list[str]:
    if os.geteuid() == 0:
        kept = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"]  # until setpriv has run
        kept += ["CAP_SYS_ADMIN"] if is_warm else []
        added = [word for capability in kept for word in ("--cap-add", capability)]
        return ["--cap-drop", "ALL", *added]
    user = ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    return user if is_warm else [*user, "--disable-userns"]


def _drop(is_warm: bool) -> list[str]:
    if os.geteuid() != 0:
        return []
    uid = _FIRST_UID + secrets.randbelow(_UIDS)
    mount = '/usr/bin/mount -t proc proc /proc && exec "$@"'
    first = ("/bin/sh", "-c", mount, "sh") if is_warm else ()
    return [*first, *bubblewrap.become(uid, uid)]


def environment_of(walls: Walls, paths: list[str]) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": HOME,
        "USER": "learner",
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "IPYTHONDIR": f"{HOME}/.ipython",
        "MPLCONFIGDIR": f"{HOME}/.matplotlib",
        **THREADS,
        **walls.environment,
    }
