"""Learners' homes: one folder each, and (when the Hub is root) one system user each.

The folders are the register: a home belongs to the user number that it is owned by, so
there is no second list that could disagree with the disk.
"""

import os
import re
from pathlib import Path

from jupyterhub.slugs import safe_slug

from hub.spawners.walls import Person, is_root

# Far from real accounts (below 65536) and from containers' ranges (100000 to 165535).
FIRST_USER = 260_000


def person_of(name: str, homes: Path) -> Person:
    """The person's home, made if it is not there, closed to everyone else."""
    homes.mkdir(mode=0o700, parents=True, exist_ok=True)
    home = homes / folder_of(name)
    if not is_root():
        home.mkdir(mode=0o700, exist_ok=True)
        return Person(name, home, os.getuid(), os.getgid())
    if not home.is_dir():
        _new_home(home)
    uid = home.stat().st_uid
    return Person(name, home, uid, uid)


def folder_of(name: str) -> str:
    """A plain name is its own folder; any other gets one that no name can be."""
    plain = re.fullmatch(r"[a-z][a-z0-9-]{0,31}", name)
    return name if plain else f"_{safe_slug(name)}"


def _new_home(home: Path) -> None:
    """A home of a new user number; owned before it has its name."""
    taken = {folder.lstat().st_uid for folder in home.parent.iterdir()}
    uid = max(taken | {FIRST_USER}) + 1
    fresh = home.with_name(f".new-{home.name}")
    fresh.mkdir(mode=0o700, exist_ok=True)
    os.chown(fresh, uid, uid)
    fresh.rename(home)
