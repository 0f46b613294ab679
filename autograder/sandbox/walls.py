"""What a program behind walls may see and use, and the bubblewrap command for it.

Run by root, bubblewrap mounts as root (so the checkout may lie below a 0700
folder) and the program then becomes a user id that exists nowhere else, without
any capability. Run by a plain user, it lives in a user namespace of its own.

The nursery has the same walls, but may make namespaces: its forks shut that door.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.runner.paths import HOME, SCRATCH, TESTS, WORK
from autograder.runtime.limits import Limits

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = "/opt"
OUR_CODE = f"{OURS}/caire"
LAB_CODE = f"{OURS}/lab/python"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
# Unused by distributions, containers and systemd: nobody on the host has these ids.
_FIRST_UID, _UIDS = 1_900_000_000, 100_000_000

THREADS = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}


@dataclass(frozen=True)
class Walls:
    """What a program may see and use. mounts: (path here, path inside), read-only."""

    mounts: tuple[tuple[Path, str], ...]
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
    return Walls(
        mounts=(
            *_lab_code(),
            *_our_code("runner", "wire", "examiner"),
            (tests, TESTS),
        ),
        environment={"NBGRADER_EXECUTION": "autograde", "MPLBACKEND": "agg"},
        limits=limits,
        start_in=TESTS,
    )


def nursery_walls(program: str) -> Walls:
    """The warm process: as the program it forks; tests and language come later."""
    walls = learner_walls(Limits(), "fr")
    if program != "examiner":
        return walls
    mounts = (*walls.mounts, *_our_code("examiner")[1:])
    return replace(walls, mounts=mounts, start_in=TESTS)


def readable() -> list[str]:
    """Every place behind the walls that may be read: Linux, Python and our own."""
    python = [inside for _, inside in _python_home()]
    return [*_SYSTEM, "/etc", "/proc", "/dev", *python, OURS]


def _lab_code() -> tuple[tuple[Path, str], ...]:
    names = ("__init__.py", "language.py", "outcome.py", "words.py", "kit")
    return tuple((CHECKOUT / "labs" / n, f"{LAB_CODE}/labs/{n}") for n in names)


def _our_code(*packages: str) -> tuple[tuple[Path, str], ...]:
    """isolation, and these packages of the autograder's."""
    names = ("isolation", *(f"autograder/{package}" for package in packages))
    return tuple((CHECKOUT / name, f"{OUR_CODE}/{name}") for name in names)


def command_of(
    bwrap: str, walls: Walls, filter_fd: int | None, python: list[str]
) -> list[str]:
    """filter_fd: of the seccomp filter. None: the nursery, which makes namespaces
    and installs the filter in each of its forks."""
    nests = filter_fd is None
    disk = str(walls.limits.disk_mb * 1_000_000)
    command = [bwrap, "--die-with-parent", "--new-session", "--clearenv"]
    for kind in ("ipc", "pid", "net", "uts"):
        command.append(f"--unshare-{kind}")
    command += ["--unshare-cgroup-try", "--hostname", "sandbox"]
    command += [] if nests else ["--seccomp", str(filter_fd)]
    command += [*_become_nobody(nests), *_system()]
    command += [*_proc(nests), "--dev", "/dev"]
    for place in SCRATCH:
        command += ["--perms", "1777", "--size", disk, "--tmpfs", place]
    # After the scratch folders: the checkout itself may lie below /tmp.
    command += _read_only([*_python_home(), *walls.mounts])
    command += ["--perms", "1777", "--dir", WORK]
    command += ["--dir", TESTS] if nests else []
    command += ["--remount-ro", "/dev", "--remount-ro", "/"]
    for name, value in environment_of(walls, [OUR_CODE, LAB_CODE]).items():
        command += ["--setenv", name, value]
    return [
        *command,
        "--chdir",
        walls.start_in,
        "--",
        *_drop(nests),
        sys.executable,
        *python,
    ]


def _proc(nests: bool) -> list[str]:
    """Run by root, bubblewrap covers parts of /proc. A covered /proc may not be mounted
    again in a fork's own world, so there `_drop` mounts a plain one."""
    return ["--dir", "/proc"] if nests and os.geteuid() == 0 else ["--proc", "/proc"]


def _system() -> list[str]:
    """/usr, and the names that point into it or are folders of their own."""
    words = ["--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM[1:]:
        path = Path(name)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            words += ["--ro-bind", name, name]
    words += ["--perms", "0755", "--dir", "/etc"]
    words += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    words += ["--ro-bind-try", "/etc/fonts", "/etc/fonts"]
    return [*words, "--ro-bind-try", "/etc/localtime", "/etc/localtime"]


def _python_home() -> list[tuple[Path, str]]:
    """The virtual environment and the Python it was made from, at their own paths."""
    homes = {Path(sys.prefix), Path(sys.base_prefix)}
    homes |= {home.resolve() for home in homes}
    homes.add(Path(sys.executable).resolve().parents[1])
    outside = [home for home in homes if not home.is_relative_to("/usr")]
    nested = {
        h for h in outside if any(h != o and h.is_relative_to(o) for o in outside)
    }
    return [(home, str(home)) for home in sorted(set(outside) - nested)]


def _read_only(mounts: Iterable[tuple[Path, str]]) -> list[str]:
    """Binds, and the folders above them made passable: bwrap copies 0700."""
    words: list[str] = []
    made: set[Path] = set()
    for source, inside in mounts:
        for parent in reversed(Path(inside).parents):
            if parent != Path("/") and parent not in made:
                made.add(parent)
                words += ["--perms", "0755", "--dir", str(parent)]
        words += ["--ro-bind", str(source), inside]
    return words


def _become_nobody(nests: bool) -> list[str]:
    if os.geteuid() == 0:
        kept = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"]  # until setpriv has run
        kept += ["CAP_SYS_ADMIN"] if nests else []
        added = [word for capability in kept for word in ("--cap-add", capability)]
        return ["--cap-drop", "ALL", *added]
    user = ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    return user if nests else [*user, "--disable-userns"]


def _drop(nests: bool) -> list[str]:
    if os.geteuid() != 0:
        return []
    uid = str(_FIRST_UID + secrets.randbelow(_UIDS))
    mount = '/usr/bin/mount -t proc proc /proc && exec "$@"'
    return [
        *(("/bin/sh", "-c", mount, "sh") if nests else ()),
        *("/usr/bin/setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"),
        *("--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"),
        *("--no-new-privs", "--"),
    ]


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
