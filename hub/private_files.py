"""Every file of a site is for its own user alone: new ones from the start, older ones
from the next start on.

Only the folders that a site makes below its state folder are touched, never what else
an operator keeps there; and no link is followed.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

PARTS = ("autograder", "hub", "logs", "record", "secrets")
HOMES = "homes"
OTHERS = 0o077
# What others may read all the same, below folders that are closed to them, and why.
READ_BEHIND_WALLS = {
    "autograder/versions": "a lab's tests, shown read-only to the examiner, which runs "
    "as a user that exists nowhere else"
}


def keep_new_files_private() -> None:
    """For this process and all that it starts."""
    os.umask(OTHERS)


def narrow(state: Path) -> None:
    """Close what others could open. Raises OSError for a file that is not ours.

    Of a learner's home only the folder itself: what is in it is the learner's.
    """
    for path in wide(state):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def wide(state: Path) -> Iterator[Path]:
    """What others could read, write or enter by its own mode."""
    yield from (path for path in _of_this_site(state) if _is_open_to_others(path))


def _of_this_site(state: Path) -> Iterator[Path]:
    if not state.is_dir():
        return
    kept = [path.name for path in state.iterdir()]
    if {*kept} <= {*PARTS, HOMES}:
        yield state
    if (homes := state / HOMES).is_dir():
        yield from (homes, *homes.iterdir())
    for part in PARTS:
        yield from _below(state / part, state)


def _below(part: Path, state: Path) -> Iterator[Path]:
    """The folder and all in it; a file that a running site removes meanwhile is not."""
    for name, folders, files in os.walk(part):
        folder = Path(name)
        yield folder
        yield from (folder / each for each in files)
        folders[:] = [
            each for each in folders if not _may_be_read(folder / each, state)
        ]


def _may_be_read(folder: Path, state: Path) -> bool:
    return str(folder.relative_to(state)) in READ_BEHIND_WALLS


def _is_open_to_others(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & OTHERS)
