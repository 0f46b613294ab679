"""Behind which walls submissions are marked here: one rung, named for the operator.

1. forks of a warm process, each in namespaces of its own, behind bubblewrap;
2. one bubblewrap for each submission, where a fork may make no namespaces (a kernel
   without user namespaces, or `nursery = false`);
3. no walls: only where the operator wrote `allow_unsandboxed = true`.
Without bubblewrap and without that word nothing is marked.
"""

from __future__ import annotations

from pathlib import Path

from autograder.runtime.limits import Limits
from autograder.sandbox import cold, warm
from isolation import cgroups, landlock


def walls_in_use() -> str:
    """Of this process, now. Runs on a worker."""
    if cold.find_bwrap() is None:
        return "no bubblewrap: nothing is marked, unless allow_unsandboxed is true"
    version = landlock.version()
    named = [
        "bubblewrap",
        "seccomp",
        f"Landlock {version}" if version else "no Landlock in this kernel",
        _caps(),
    ]
    return f"{', '.join(named)}; {warm.state()}"


def _caps() -> str:
    group = cgroups.make(Limits())
    if group is None:
        return "rlimits only (no cgroup may be made here)"
    group.close()
    is_v2 = Path("/sys/fs/cgroup/cgroup.controllers").exists()
    return f"cgroup v{2 if is_v2 else 1}"
