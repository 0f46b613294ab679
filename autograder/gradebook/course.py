"""A cohort's gradebook, as nbgrader keeps it: one folder and one SQLite file each.

The one rule: only the autograder service and `release` write here, one at a time
(`lock`), and never a manual score, which belongs to the person who typed it in
formgrader.

Words: a *student* is how nbgrader calls a learner. nbgrader keeps one submission
of a lab and student: the latest.
"""

from __future__ import annotations

import fcntl
import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.gradebook.folders import answers_in, put_folders, student_of, write
from autograder.gradebook.scores import labs_in
from labs.outcome import Result, State


class GradebookError(Exception):
    """nbgrader refused. The message is for the log; `fr` and `en` are for staff."""

    def __init__(self, log: str, fr: str, en: str) -> None:
        super().__init__(log)
        self.fr = fr
        self.en = en


@dataclass(frozen=True)
class MarkedSubmission:
    """One marked submission, as it goes into the gradebook.

    received_at: UTC or with an offset. notebook: the marked notebook, for staff.
    files: what the learner sent, name -> content.
    """

    student: str
    received_at: datetime
    result: Result
    notebook: bytes
    files: Mapping[str, bytes]


class CourseGradebook:
    """The gradebook and folders of one cohort, below `root`."""

    def __init__(self, root: Path, cohort: str) -> None:
        self.root = root.resolve()
        self.cohort = cohort
        self.database = self.root / "gradebook.db"

    @property
    def _url(self) -> str:
        return f"sqlite:///{self.database}"

    def prepare(self) -> None:
        """Make the course folder, private to us, with nbgrader's configuration."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = (
            "# Written by the autograder; changes are lost.\n"
            "c = get_config()  # noqa: F821\n"
            f"c.CourseDirectory.root = {str(self.root)!r}\n"
            f"c.CourseDirectory.course_id = {self.cohort!r}\n"
            f"c.CourseDirectory.db_url = {self._url!r}\n"
            "# Nothing is exchanged here; nbgrader's pages want a folder.\n"
            f"c.Exchange.root = {str(self.root / '.exchange')!r}\n"
        )
        (self.root / ".exchange").mkdir(exist_ok=True)
        file = self.root / "nbgrader_config.py"
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            write(file, text.encode())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time, over all processes of this machine."""
        self.prepare()
        with (self.root / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def has(self, lab: str) -> bool:
        """Whether the lab was generated here."""
        return lab in labs_in(self.database)

    def generate(self, lab: str, source: Path, due: datetime | None) -> None:
        """nbgrader's generate_assignment of `source` (a notebook) as `lab`.

        Again is harmless. Raises GradebookError when exercises were added or
        removed after learners had submitted.
        """
        from nbgrader.converters import GenerateAssignment
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.utils import capture_log
        from traitlets.config import Config

        with self.lock():
            folder = self.root / "source" / lab
            folder.mkdir(parents=True, exist_ok=True)
            write(folder / f"{lab}.ipynb", source.read_bytes())
            where = {"root": str(self.root), "course_id": self.cohort}
            config = Config({"CourseDirectory": {**where, "db_url": self._url}})
            config.GenerateAssignment.permissions = 600  # else nbgrader opens it to all
            course = CourseDirectory(config=config)
            course.assignment_id = lab
            with _nbgrader_at_peace():
                self._open().close()
                app = GenerateAssignment(coursedir=course, config=config)
                app.force = True
                app.log.setLevel(logging.ERROR)
                done = capture_log(app)
                if not done["success"]:
                    raise _generation_failed(lab, str(done.get("log", "")))
                with self._open() as book:
                    book.update_or_create_assignment(lab, duedate=_utc(due))

    def enrol(self, learners: Iterable[Mapping[str, str]]) -> None:
        """Make sure each {"name", "display"} is a student here."""
        with self.lock(), _nbgrader_at_peace(), self._open() as book:
            for learner in learners:
                first, last = _shown_name(learner)
                book.update_or_create_student(
                    student_of(learner["name"]), first_name=first, last_name=last
                )

    def write(self, marked: MarkedSubmission) -> None:
        """Put one marked submission into its student's lines and folders.

        Manual scores stay. A line asks for a person when there is no automatic
        score, or when there is a manual one and what it judged has changed.
        """
        lab = marked.result.lab
        with self.lock(), _nbgrader_at_peace(), self._open() as book:
            if not self._knows(book, marked.student):
                book.add_student(marked.student)
            book.update_or_create_submission(
                lab, marked.student, timestamp=_utc(marked.received_at)
            )
            line = book.find_submission_notebook(lab, lab, marked.student)
            before = answers_in(self._autograded(marked.student, lab))
            answers = answers_in(marked.notebook)
            changed = {
                name
                for name in {*answers, *before}
                if answers.get(name) != before.get(name)
            }
            _fill(line, marked.result, changed)
            book.db.commit()
            # After the commit: if we die between, doing it all again still sees
            # that the answer has changed.
            put_folders(
                self.root,
                marked.student,
                lab,
                received_at=_utc(marked.received_at),
                notebook=marked.notebook,
                files=marked.files,
            )

    def _autograded(self, student: str, lab: str) -> bytes:
        file = self.root / "autograded" / student / lab / f"{lab}.ipynb"
        return file.read_bytes() if file.exists() else b"{}"

    def _knows(self, book: Any, student: str) -> bool:
        from nbgrader.api import MissingEntry

        try:
            book.find_student(student)
        except MissingEntry:
            return False
        return True

    def _open(self) -> Any:
        """nbgrader's Gradebook. Opening it writes, so only our own path is opened."""
        from nbgrader.api import Gradebook

        from autograder.gradebook.database_version import version_looked_up_here

        with version_looked_up_here():
            return Gradebook(self._url, self.cohort)


def _fill(line: Any, result: Result, changed: set[str]) -> None:
    """The outcomes into a student's grades and comments, manual scores untouched."""
    outcomes = {each.id: each for each in result.exercises}
    for grade in line.grades:
        outcome = outcomes.get(grade.name)
        if outcome is None:
            continue
        for_a_person = outcome.state in (State.WAITING, State.COULD_NOT_MARK)
        before = grade.auto_score
        grade.auto_score = None if for_a_person else outcome.points
        if grade.manual_score is None:
            grade.needs_manual_grade = for_a_person
        elif before != grade.auto_score or grade.name in changed:
            grade.needs_manual_grade = True
    for comment in line.comments:
        outcome = outcomes.get(comment.name)
        untouched = outcome is not None and outcome.state is State.UNTOUCHED
        comment.auto_comment = "No response." if untouched else None


def _utc(when: datetime | None) -> datetime | None:
    """The moment as nbgrader keeps it: UTC, without saying so."""
    if when is None:
        return None
    return when.astimezone(UTC).replace(tzinfo=None)


def _shown_name(learner: Mapping[str, str]) -> tuple[str, str]:
    """First and last name for nbgrader's pages, which do not escape them."""
    shown = "".join(
        each
        for each in learner.get("display") or learner["name"]
        if each.isprintable() and each not in "<>&\"'`{}\\"
    ).strip()[:100]
    first, _, last = shown.partition(" ")
    return first, last


@contextmanager
def _nbgrader_at_peace() -> Iterator[None]:
    """nbgrader 0.9.6 warns of itself: SQLAlchemy 2.1 and naive UTC times."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _generation_failed(lab: str, trace: str) -> GradebookError:
    reasons = [each for each in trace.splitlines() if "Error:" in each]
    last = reasons[0].strip()[:300] if reasons else "no reason given"
    if "there are submissions associated" in trace or "Cannot add or remove" in trace:
        return GradebookError(
            f"{lab}: {last}",
            f"{lab} a d’autres exercices que la version que des apprenants ont déjà "
            "rendue. Publiez-la pour une autre promotion. Rien n’a été publié.",
            f"{lab} has other exercises than the version learners already handed in. "
            "Release it to another cohort. Nothing was released.",
        )
    return GradebookError(
        f"{lab}: {last}",
        f"nbgrader a refusé {lab}. L’auteur du lab doit lancer "
        f"« python -m labs check {lab} ». Rien n’a été publié.",
        f"nbgrader refused {lab}. Its author should run `python -m labs check {lab}`. "
        "Nothing was released.",
    )
