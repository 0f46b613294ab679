"""A control group round some processes: memory, processes and cores counted together.

Both versions are met in the field: v2 (one tree) and v1 (a tree per controller).
Where no group can be made (a plain user, no delegation) `make` gives None, and what
is left are rlimits, which count each process alone.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OURS = "caire"  # the folder that all our groups are in
_PERIOD_US = 100_000
_SHARES = 1024  # what the kernel gives a group of v1: there a weight of 100
# The process enters by itself: moved from outside, what it forked before would stay.
_ENTER = """
n=$1; shift
while [ "$n" -gt 0 ]; do echo 0 > "$1"; shift; n=$((n-1)); done
exec "$@"
"""


@dataclass(frozen=True)
class Caps:
    """What all processes of a group may use together. cores: None, as many as there
    are. swap: whether memory may go there. weight: how much of a busy processor it gets
    beside other groups, which have 100; only with `cores`."""

    memory_bytes: int
    processes: int
    cores: float | None = None
    swap: bool = True
    weight: int = 100

    @property
    def quota_us(self) -> int:
        """Computing time in each period of the scheduler."""
        cores = os.cpu_count() or 1
        return int(min(self.cores or cores, cores) * _PERIOD_US)


@dataclass(frozen=True)
class Group:
    """Folders of one group: one in v2, one for each controller in v1."""

    folders: tuple[Path, ...]

    def enter(self, command: list[str]) -> list[str]:
        """The command that enters the group, then becomes `command`."""
        files = [str(folder / "cgroup.procs") for folder in self.folders]
        return ["/bin/sh", "-ec", _ENTER, "sh", str(len(files)), *files, *command]

    def add(self, pid: int) -> None:
        """Put a running process, and all it will start, into the group."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def ran_out_of_memory(self) -> bool:
        for name in ("memory.events", "memory.oom_control"):
            with contextlib.suppress(OSError):
                text = (self.folders[0] / name).read_text()
                counts = dict(line.split() for line in text.splitlines())
                return int(counts.get("oom_kill", 0)) > 0
        return False

    def cpu_s(self) -> float | None:
        """Computing seconds of all that ever was in it; None where nobody counts."""
        for folder in self.folders:
            with contextlib.suppress(OSError, KeyError, ValueError):
                return int((folder / "cpuacct.usage").read_text()) / 1e9
            with contextlib.suppress(OSError, KeyError, ValueError):
                lines = (folder / "cpu.stat").read_text().splitlines()
                return int(dict(map(str.split, lines))["usage_usec"]) / 1e6
        return None

    def remove(self) -> None:
        """Remove it if nothing runs in it."""
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def close(self) -> None:
        """End what is left in it, and remove it."""
        for _ in range(100):
            with contextlib.suppress(OSError):
                self._kill()
                for folder in self.folders:
                    if folder.exists():
                        folder.rmdir()
                return
            time.sleep(0.01)

    def _kill(self) -> None:
        for folder in self.folders:
            for line in (folder / "cgroup.procs").read_text().split():
                if line != "0":  # one of another pid namespace; to kill, "my own group"
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(line), 9)


def make(caps: Caps, name: str | None = None, root: Path = ROOT) -> Group | None:
    """A group, or None where we may not make one: below our own where that hands on its
    controllers, else (v2: as the root) below the root.

    name: of a group that is met again; without one it is this process's, and swept
    when this process was killed before it could remove it.
    """
    name = name or f"of-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        if version(root) == 2:
            return _make_v2(root, name, caps)
        return _make_v1(root, name, caps)
    except OSError:
        return None


def make_at_best(caps: Caps, root: Path = ROOT) -> Group | None:
    """As `make`; without the cap on cores where only that one is not to be had."""
    return make(caps, root=root) or make(replace(caps, cores=None), root=root)


def version(root: Path = ROOT) -> int:
    return 2 if (root / "cgroup.controllers").exists() else 1


def _make_v2(root: Path, name: str, caps: Caps) -> Group:
    """Below our own group where it hands on its controllers (one with processes in it
    cannot), else below the root."""
    wanted = ("memory", "pids", *(["cpu"] if caps.cores else []))
    own = root / _own_path("").lstrip("/")
    enabled = _read(own / "cgroup.subtree_control").split()
    base = (own if {*wanted} <= {*enabled} else root) / OURS
    base.mkdir(exist_ok=True)
    control = base / "cgroup.subtree_control"
    if not {*wanted} <= {*_read(control).split()}:
        control.write_text(" ".join(f"+{each}" for each in wanted))
    values: dict[str, object] = {
        "memory.max": caps.memory_bytes,
        "pids.max": caps.processes,
    }
    if caps.cores:
        values["cpu.max"] = f"{caps.quota_us} {_PERIOD_US}"
        values["cpu.weight"] = caps.weight
    if not caps.swap:
        values["memory.swap.max"] = 0
    return Group((_folder(base, name, values),))


def _make_v1(root: Path, name: str, caps: Caps) -> Group:
    values: dict[str, Mapping[str, object]] = {
        "memory": {"memory.limit_in_bytes": caps.memory_bytes},
        "pids": {"pids.max": caps.processes},
    }
    if caps.cores:
        values["cpu"] = {
            "cpu.cfs_period_us": _PERIOD_US,
            "cpu.cfs_quota_us": caps.quota_us,
            "cpu.shares": caps.weight * _SHARES // 100,
        }
    if (root / "cpuacct" / "cgroup.procs").exists():  # it caps nothing, and counts
        values["cpuacct"] = {}
    folders = []
    for controller, files in values.items():
        # Where it is not mounted, a folder would be a folder and cap nothing.
        (root / controller / "cgroup.procs").stat()
        own = root / controller / _own_path(controller).lstrip("/")
        # In a container the path may be one of the host's, which is not there.
        base = (own if own.is_dir() else root / controller) / OURS
        folders.append(_folder(base, name, files))
    return Group(tuple(folders))


def _folder(base: Path, name: str, values: Mapping[str, object]) -> Path:
    base.mkdir(parents=True, exist_ok=True)
    _sweep(base)
    folder = base / name
    folder.mkdir(exist_ok=True)
    for file, value in values.items():
        _write(folder / file, value)
    return folder


def _write(file: Path, value: object) -> None:
    """The kernel makes the files of a group; without swap accounting one is missing."""
    try:
        file.write_text(str(value))
    except PermissionError:
        if file.name != "memory.swap.max":
            raise


def _sweep(base: Path) -> None:
    """Remove the empty groups of processes that were killed before they could."""
    for folder in base.iterdir():
        owner = re.fullmatch(r"of-(\d+)-[0-9a-f]{8}", folder.name)
        if owner and not Path("/proc", owner[1]).exists():
            with contextlib.suppress(OSError):
                folder.rmdir()


def _own_path(controller: str) -> str:
    """Where we are in the hierarchy of this controller ("" for v2)."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return path
    return "/"


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""
