"""A control group for one sandbox: memory and processes counted together.

Both cgroup v1 and v2. Where none can be made (a plain user, a container) the
sandbox has its rlimits, which count each process alone.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.runtime.limits import Limits

ROOT = Path("/sys/fs/cgroup")
_RUNTIME_BYTES = 160_000_000  # the interpreter and its libraries, before any cell
_MORE_PROCESSES = 80  # bubblewrap's own, and one snapshot for each test
_ENTER = """
n=$1; shift
while [ "$n" -gt 0 ]; do echo 0 > "$1"; shift; n=$((n-1)); done
exec "$@"
"""


@dataclass(frozen=True)
class Group:
    """Folders of one group: one in v2, one for each controller in v1."""

    folders: tuple[Path, ...]

    def enter(self, command: list[str]) -> list[str]:
        """The command that enters the group, then becomes `command`."""
        files = [str(folder / "cgroup.procs") for folder in self.folders]
        return ["/bin/sh", "-c", _ENTER, "sh", str(len(files)), *files, *command]

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
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(line), 9)


def make(limits: Limits, root: Path = ROOT, name: str | None = None) -> Group | None:
    """A new group below our own, or None where we may not make one."""
    name = name or f"caire-{os.getpid()}-{secrets.token_hex(4)}"
    memory = limits.memory_mb * 1_000_000 + 2 * limits.disk_mb * 1_000_000
    memory += _RUNTIME_BYTES
    pids = limits.processes + _MORE_PROCESSES
    try:
        if (root / "cgroup.controllers").exists():
            return _make_v2(root, name, memory, pids)
        return _make_v1(root, name, memory, pids)
    except OSError:
        return None


def _make_v2(root: Path, name: str, memory: int, pids: int) -> Group | None:
    parent = root / _own_path("").lstrip("/")
    enabled = (parent / "cgroup.subtree_control").read_text().split()
    if not {"memory", "pids"} <= set(enabled):
        return None
    _sweep(parent)
    folder = parent / name
    folder.mkdir()
    _write(folder, {"memory.max": memory, "pids.max": pids, "memory.swap.max": 0})
    return Group((folder,))


def _make_v1(root: Path, name: str, memory: int, pids: int) -> Group | None:
    values: dict[str, Mapping[str, int]] = {
        "memory": {"memory.limit_in_bytes": memory},
        "pids": {"pids.max": pids},
    }
    folders = []
    for controller, files in values.items():
        parent = root / controller / _own_path(controller).lstrip("/")
        _sweep(parent)
        folder = parent / name
        folder.mkdir()
        folders.append(folder)
        _write(folder, files)
    return Group(tuple(folders))


def _sweep(parent: Path) -> None:
    """Remove the empty groups of workers that were killed before they could."""
    for folder in parent.glob("caire-*-*"):
        worker = folder.name.split("-")[1]
        if not Path("/proc", worker).exists():
            with contextlib.suppress(OSError):
                folder.rmdir()


def _own_path(controller: str) -> str:
    """Where we are in the hierarchy of this controller ("" for v2)."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return path
    return "/"


def _write(folder: Path, files: Mapping[str, int]) -> None:
    for name, value in files.items():
        with contextlib.suppress(FileNotFoundError):  # no swap accounting
            if (folder / name).exists():
                (folder / name).write_text(str(value))
