"""Gives a lab to a cohort: builds it, prepares the gradebook, tells the record.

For the command and for a release asked for on the instructor's page (a work item of
the feed). The one rule: the record hears of a release last, so that what learners
can fetch can also be marked.
"""

from __future__ import annotations

import asyncio
import re
import zipfile
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.client import RecordClient, RecordRefused
from autograder.gradebook.course import CourseGradebook, GradebookError
from autograder.release.build import build_version
from autograder.runtime.settings import Settings
from labs import catalogue
from labs.authoring.source import BadLab
from labs.language import french

NOTHING_FR = "Rien n’a été publié."
NOTHING_EN = "Nothing was released."


class CannotRelease(Exception):
    """Why not, in one sentence a language. What did not happen because of it is the
    caller's to say: to release is not all it is asked for."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = french(fr)
        self.en = en


@dataclass(frozen=True)
class Released:
    """What learners can now open. due: ISO 8601 in UTC, or None."""

    lab: str
    cohort: str
    version: str
    due: str | None
    learners: int


async def release(
    settings: Settings,
    record: RecordClient,
    *,
    lab: str,
    cohort: str,
    due: datetime | None,
    job: str | None = None,
    gradebook_thread: Executor | None = None,
    version: AssignmentVersion | None = None,
) -> Released:
    """Build, put into the cohort's gradebook, upload, release. Again is harmless.

    gradebook_thread: the one that writes this process's gradebooks, if there is one.
    version: when it is built already, and must be this one.
    Raises CannotRelease, or RecordAway when nothing is known about the far side.
    """
    known_lab(lab)
    learners = await _roster(record, cohort)
    version = version or await built(lab, settings)
    await asyncio.get_running_loop().run_in_executor(
        gradebook_thread, _into_gradebook, settings, cohort, version, due, learners
    )
    when = due.astimezone(UTC).isoformat() if due else None
    zips = {lang: zip_of(version.release(lang)) for lang in ("fr", "en")}
    try:
        await record.put_version(lab, version.version, version.exercises, zips)
        await record.post_release(cohort, lab, version.version, when, job)
    except RecordRefused as no:
        raise CannotRelease(no.fr, no.en) from no
    return Released(lab, cohort, version.version, when, len(learners))


async def built(lab: str, settings: Settings) -> AssignmentVersion:
    """The lab's version as its text is now. Raises CannotRelease."""
    try:
        return await asyncio.to_thread(build_version, lab, settings.versions)
    except BadLab as bad:
        raise CannotRelease(
            f"{lab} ne se construit pas ; son auteur doit lancer "
            f"« python -m labs check {lab} ».",
            f"{lab} does not build: {bad} Its author should run "
            f"`python -m labs check {lab}`.",
        ) from bad


def parse_job_due(text: object) -> datetime | None:
    """The deadline of a release asked for on the instructor's page, as it is.

    It was to come when it was asked for; if it has passed since, it still counts.
    """
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def zip_of(folder: Path) -> bytes:
    """The folder's files at the root of an archive; same files, same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix())
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return out.getvalue()


def ensure_generated(
    course: CourseGradebook, version: AssignmentVersion, due: datetime | None
) -> None:
    """Generate the version's notebook in the course. Raises GradebookError."""
    course.generate(version.lab, version.folder / "fr" / "source.ipynb", due)


def known_lab(lab: str) -> None:
    known = catalogue.load().by_id
    if lab not in known:
        names = ", ".join(known)
        raise CannotRelease(
            f"{lab!r} n’est pas un lab. Les labs sont : {names}.",
            f"{lab!r} is not a lab. The labs are: {names}.",
        )


async def _roster(record: RecordClient, cohort: str) -> list[dict[str, str]]:
    try:
        # It becomes a folder's name.
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", cohort):
            raise RecordRefused(404, "", "")
        return await record.roster(cohort)
    except RecordRefused as no:
        if no.status != 404:
            raise CannotRelease(no.fr, no.en) from no
        raise CannotRelease(
            f"{cohort!r} n’est pas une promotion connue. Regardez son identifiant dans "
            "l’adresse de sa page (/class/…).",
            f"{cohort!r} is not a known cohort. Its id is in the address of its page "
            "(/class/…).",
        ) from no


def _into_gradebook(
    settings: Settings,
    cohort: str,
    version: AssignmentVersion,
    due: datetime | None,
    learners: list[dict[str, str]],
) -> None:
    course = CourseGradebook(settings.courses / cohort, cohort)
    try:
        ensure_generated(course, version, due)
        course.enrol(learners)
    except GradebookError as no:
        raise CannotRelease(no.fr, no.en) from no
