"""nbgrader's own assignment generation, in this process: source notebook in, release
notebook and template gradebook out."""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.gradebook.database_version import version_looked_up_here
from autograder.gradebook.statements import DRIVER
from labs.authoring.build import STUB, TEXT_STUB

# nbgrader logs every step and every harmless change; what matters is an exception.
QUIET = logging.getLogger("autograder.nbgrader")
QUIET.setLevel(logging.CRITICAL)

LEARNER = "learner"  # the one student of a private course


def generate(
    lab: str, source: bytes, data: Mapping[str, bytes], out: Path
) -> tuple[bytes, Path]:
    """The release notebook, and the gradebook with its tests (out/gradebook.db)."""
    with private_course(lab) as course:
        folder = Path(course.root) / "source" / lab
        folder.mkdir(parents=True)
        (folder / f"{lab}.ipynb").write_bytes(source)
        for name, content in data.items():
            (folder / name).write_bytes(content)
        with version_looked_up_here():
            convert(GenerateAssignment, course, config=_stubs())
        release = Path(course.root) / "release" / lab / f"{lab}.ipynb"
        out.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(course.root) / "gradebook.db", out / "gradebook.db")
        return release.read_bytes(), out / "gradebook.db"


def _stubs() -> Config:
    """The same words in a cleared cell as `labs.build` writes; nbgrader's own would
    raise in every cell, and an untouched written answer would look changed."""
    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    return config


@contextmanager
def private_course(lab: str) -> Iterator[CourseDirectory]:
    """An nbgrader course in a temporary folder, for one assignment of one learner."""
    with tempfile.TemporaryDirectory(prefix="caire-course-") as root:
        config = Config()
        config.CourseDirectory.root = root
        config.CourseDirectory.db_url = f"{DRIVER}:///{root}/gradebook.db"
        config.CourseDirectory.assignment_id = lab
        config.CourseDirectory.student_id = LEARNER
        yield CourseDirectory(config=config)


def convert(converter: type[Any], course: CourseDirectory, **traits: Any) -> None:
    """Run one of nbgrader's converters. Raises NbGraderException when it fails."""
    with warnings.catch_warnings():
        # nbgrader 0.9.6 on SQLAlchemy 2.1 and nbconvert 7 warns about its own habits.
        warnings.simplefilter("ignore")
        config = traits.pop("config", Config())
        # The notebook is checked after the last step instead of after each.
        config.Exporter.optimistic_validation = True
        step = converter(coursedir=course, config=config, log=QUIET)
        for name, value in traits.items():
            setattr(step, name, value)
        step.start()
