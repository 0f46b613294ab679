"""Memory, CPU and process caps by control group, where the Hub may write one.

Both kinds are met in the field: version 2 (one tree) and version 1 (a tree per
controller). Where neither can be written (no root, no delegation) `group_for` gives
None, and the server's own resource limits are the fallback.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from hub.settings import Servers

ROOT = Path("/sys/fs/cgroup")
PERIOD_US = 100_000


@dataclass(frozen=True)
class Group:
    """The folders of one server's group: version 1 has one a controller."""

    folders: tuple[Path, ...]

    def joining(self) -> list[str]:
        """A shell prefix that enters the group before it becomes the rest of the line.

        The process enters by itself: moved from outside, what it forked before would
        stay out.
        """
        enter = 'while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs"; shift; done'
        script = f'{enter}; shift; exec "$@"'
        return ["/bin/sh", "-ec", script, "sh", *map(str, self.folders), "--"]

    def remove(self) -> None:
        for folder in self.folders:
            with contextlib.suppress(OSError):  # still busy: the next start reuses it
                folder.rmdir()


def group_for(name: str, servers: Servers, root: Path = ROOT) -> Group | None:
    """A group with this site's caps, or None where none can be written."""
    try:
        if (root / "cgroup.controllers").is_file():
            return _version_2(root / "caire", name, servers)
        return _version_1(root, name, servers)
    except OSError:
        return None


def _version_2(base: Path, name: str, servers: Servers) -> Group:
    base.mkdir(exist_ok=True)
    (base / "cgroup.subtree_control").write_text("+memory +pids +cpu")
    folder = base / name
    folder.mkdir(exist_ok=True)
    (folder / "memory.max").write_text(str(int(servers.memory)))
    (folder / "pids.max").write_text(str(servers.processes))
    (folder / "cpu.max").write_text(f"{_quota(servers)} {PERIOD_US}")
    return Group((folder,))


def _version_1(root: Path, name: str, servers: Servers) -> Group:
    values = {
        "memory": {"memory.limit_in_bytes": int(servers.memory)},
        "pids": {"pids.max": servers.processes},
        "cpu": {"cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": _quota(servers)},
    }
    folders = []
    for controller, files in values.items():
        folder = _own_group(root / controller, controller) / "caire" / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, value in files.items():
            (folder / file).write_text(str(value))
        folders.append(folder)
    return Group(tuple(folders))


def _own_group(tree: Path, controller: str) -> Path:
    """The group the Hub itself is in: below it, the Hub's own caps hold as well."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, names, path = line.split(":", 2)
        if controller in names.split(",") and (tree / path.lstrip("/")).is_dir():
            return tree / path.lstrip("/")
    return tree


def _quota(servers: Servers) -> int:
    return int(min(servers.cpu, os.cpu_count() or 1) * PERIOD_US)
