"""`python -m labs new ID`: a lab that builds, with all that is left to write marked.

The one rule: nothing that exists is changed. The mark is the word TODO; the template
beside this file is a small lab of one exercise.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from labs import catalogue
from labs.authoring.source import BadLab, Place, read_text, short_name

TEMPLATE = Path(__file__).parent / "template"
_MARK = re.compile(r"\bTODO\b")
# In the order in which a lab is written.
_ORDER = (
    "lab.toml",
    "fr.md",
    "en.md",
    "program.py",
    "texts.toml",
    "exercises/*/check.py",
    "exercises/*/texts.toml",
    "exercises/*/hints.*.md",
    "hidden.py",
    "trainer.*.md",
)


def make_lab(id: str) -> list[Path]:
    """The files of a new lab, below labs/notebooks. Raises BadLab."""
    folder = catalogue.NOTEBOOKS / id
    if not catalogue.LAB_ID.fullmatch(id):
        raise BadLab(f"{id!r} is no id of a lab; write it as N1-02. Nothing was made.")
    if folder.exists():
        raise BadLab(
            f"{id} is there already, in {folder}; choose another id. Nothing was made."
        )
    shutil.copytree(TEMPLATE, folder)
    return sorted(file for file in folder.rglob("*") if file.is_file())


def is_unfinished(lab: catalogue.Lab) -> bool:
    """Is it still being written? Then it cannot be marked, and its author wants to
    know at once what is left."""
    return lab.id not in catalogue.load().by_id or any(left_to_write(lab))


def left_to_write(lab: catalogue.Lab) -> Iterator[str]:
    """One sentence for each line with a TODO, in the order of writing."""
    for pattern in _ORDER:
        for file in sorted(lab.folder.glob(pattern)):
            for number, line in enumerate(read_text(file).splitlines(), 1):
                if _MARK.search(line):
                    place = Place(short_name(file), number)
                    yield str(place.bad(f"write what is to stand for {line.strip()!r}"))
