"""An assignment version: everything that marking one lab needs, in one folder.

release/build.py writes the folder, whole; nothing changes it afterwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoSuchVersion(FileNotFoundError):
    """This folder is no assignment version."""


@dataclass(frozen=True)
class Exercise:
    """One graded cell. title: {"fr": …, "en": …}."""

    id: str
    possible: float
    manual: bool
    title: dict[str, str]


@dataclass(frozen=True)
class AssignmentVersion:
    """A built lab. version: a hash of everything that decides a mark.

    folder/version.json; folder/tests/ for the examiner (tests.json, hidden.py, data);
    for each language <lang>/release/ (what learners get: LAB.ipynb and its data),
    <lang>/source.ipynb and <lang>/gradebook.db (nbgrader's template); these two hold
    the solutions and hidden tests.
    """

    lab: str
    version: str
    folder: Path
    exercises: tuple[Exercise, ...]

    @classmethod
    def load(cls, folder: Path) -> AssignmentVersion:
        """Raises NoSuchVersion."""
        try:
            given = json.loads((folder / "version.json").read_text("utf-8"))
        except (OSError, ValueError):
            raise NoSuchVersion(
                f"{folder} holds no assignment version. Build it with "
                "`python -m autograder release`. Nothing was marked."
            ) from None
        exercises = tuple(Exercise(**each) for each in given["exercises"])
        return cls(given["lab"], given["version"], folder, exercises)

    def release(self, lang: str) -> Path:
        """The folder a learner fetches."""
        return self.folder / lang / "release"

    def supplied(self, lang: str) -> dict[str, bytes]:
        """The lab's own data files, by name."""
        return {
            path.name: path.read_bytes()
            for path in sorted(self.release(lang).iterdir())
            if path.is_file() and path.suffix != ".ipynb"
        }

    def gradebook(self, lang: str) -> Path:
        return self.folder / lang / "gradebook.db"

    @property
    def tests(self) -> Path:
        return self.folder / "tests"

    def released_notebook(self, lang: str) -> dict[str, Any]:
        path = self.release(lang) / f"{self.lab}.ipynb"
        notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return notebook

    def read_tests(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            (self.tests / "tests.json").read_text("utf-8")
        )
        return found
