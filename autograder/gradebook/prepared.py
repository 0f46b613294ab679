"""nbgrader's start of autograding, done once a version and worker instead of each time.

nbgrader opens the gradebook five times to find or make the student, the assignment and
the submission: a third of what marking costs outside the sandbox. In a private course
these are the same for every submission, so they are made once and copied.
"""

from __future__ import annotations

import shutil
import warnings
from functools import lru_cache
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters.autograde import Autograde
from nbgrader.preprocessors import (
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
)
from traitlets import List

from autograder.gradebook.private_course import LEARNER, private_course

_VERSIONS = 32  # a gradebook is 0.2 MB


def prepared_gradebook(template: Path, lab: str) -> bytes:
    """The version's gradebook with one learner's submission, which has no grade yet."""
    return _prepared(template, template.stat().st_mtime_ns, lab)


@lru_cache(_VERSIONS)
def _prepared(template: Path, _changed_at: int, lab: str) -> bytes:
    with private_course(lab) as course, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in `convert`
        copy = Path(course.root) / "gradebook.db"
        shutil.copy(template, copy)
        with Gradebook(course.db_url) as book:
            book.update_or_create_student(LEARNER)
            book.update_or_create_submission(lab, LEARNER)
        return copy.read_bytes()


class PreparedAutograde(Autograde):
    """nbgrader's converter, for a course whose gradebook is a prepared one.

    The metadata of cells and notebook are neither checked nor overwritten: reassembly
    put in the released ones, which nbgrader checked when it made the release.
    """

    sanitize_preprocessors = List([ClearOutput, DeduplicateIds, OverwriteCells]).tag(
        config=True
    )

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        super(Autograde, self).init_assignment(assignment_id, student_id)
