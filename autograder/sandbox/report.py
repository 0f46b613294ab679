"""Behind which walls submissions are marked here: named for the operator.

1. forks of a warm process, each in namespaces of its own, behind bubblewrap;
2. one bubblewrap for each submission, where a fork may make no namespaces (a kernel
   without user namespaces, or `forkserver = false`);
3. no walls: only where the operator wrote `allow_unsandboxed = true`.
Without bubblewrap and without that word nothing is marked.
"""

from __future__ import annotations

from autograder.runtime.limits import Limits
from autograder.sandbox import warm
from autograder.sandbox.walls import caps_of
from isolation import bubblewrap, cgroups, landlock


def walls_in_use() -> str:
    """Of this process, now. Runs on a worker."""
    if bubblewrap.find() is None:
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
    group = cgroups.make_at_best(caps_of(Limits()))
    if group is None:
        return "rlimits only (no cgroup may be made here)"
    group.close()
    return f"cgroup v{cgroups.version()}"
