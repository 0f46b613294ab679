"""One pending submission: fetch it, have it marked, write the mark.

The one rule: only a result that came back whole is a mark. Everything else, a dead
worker, a bug, a version that is not here, is `could_not_mark` and tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.archive import unpack
from autograder.exchange.client import RecordClient
from autograder.exchange.pending import PendingSubmission
from autograder.grading.engine import Engine, JobTooLong, WorkerLost
from autograder.grading.grade import Grade, Graded, Job
from autograder.grading.unmarked import blank_notebook, unmarked_notebook
from autograder.runtime.draws import DrawKey, DrawKeys
from autograder.runtime.limits import Limits
from autograder.runtime.log import Log, where
from autograder.runtime.settings import Settings
from autograder.sandbox.cold import SandboxUnavailable
from autograder.service.marks import MarkWriter
from labs.language import LANGUAGES, french
from labs.outcome import Outcome, Result, State

_SORRY_FR = french(
    "Nous n’avons pas encore pu noter cet exercice. Ton travail est enregistré ; "
    "nous réessayons bientôt."
)
_SORRY_EN = (
    "We could not mark this exercise yet. Your work is saved; we try again soon."
)
UNMARKED_S = 30.0  # to read a notebook: far above the slowest of the fuzz suite


class MissingVersion(LookupError):
    """The version this was handed in for is not on this machine."""


class SubmissionGrader:
    """Marks pending submissions on an engine and has their marks written."""

    def __init__(
        self,
        settings: Settings,
        record: RecordClient,
        engine: Engine,
        writer: MarkWriter,
        gradebook_thread: ThreadPoolExecutor,
        log: Log,
        grade: Grade,
    ) -> None:
        self._settings = settings
        self._record = record
        self._engine = engine
        self._writer = writer
        self._gradebook_thread = gradebook_thread
        self._log = log
        self._grade = grade
        self._draw_keys = DrawKeys(settings.home)
        self._versions: dict[tuple[str, str], AssignmentVersion] = {}

    async def mark(self, submission: PendingSubmission) -> bool:
        """Mark and write. False: an exercise could not be marked, by our fault.

        Raises RecordAway or RecordRefused when the files cannot be had.
        """
        about = {
            "submission": submission.id,
            "lab": submission.lab,
            "kind": submission.kind,
        }
        files = unpack(await self._record.files(submission.id))
        version = await self._version(submission)
        try:
            graded = await self._graded(submission, version, files)
        except (WorkerLost, JobTooLong, SandboxUnavailable) as lost:
            self._log.trouble("could-not-mark", **about, why=str(lost))
            notebook = await self._unmarked(submission, version, files)
            graded = could_not_mark(submission, version, notebook)
        except Exception as error:
            # The last resort: a bug of ours costs no learner a point.
            kind, places = type(error).__name__, where(error)
            self._log.trouble("could-not-mark", **about, why=kind, where=places)
            notebook = await self._unmarked(submission, version, files)
            graded = could_not_mark(submission, version, notebook)
        result = await self._in_gradebook_thread(
            self._writer.write, submission, version, graded, files
        )
        self._log.line(
            "marked",
            **about,
            points=result.points,
            possible=result.possible,
            seconds=round(result.seconds, 2),
        )
        return all(each.state is not State.COULD_NOT_MARK for each in result.exercises)

    async def _graded(
        self,
        submission: PendingSubmission,
        version: AssignmentVersion,
        files: dict[str, bytes],
    ) -> Graded:
        limits = Limits.from_mapping(self._settings.limits)
        key = self._key_of(submission)
        job = Job(
            lab=submission.lab,
            lang=submission.lang,
            files=files,
            seed=key.seed(submission.digest),
            limits=limits,
            allow_unsandboxed=self._settings.allow_unsandboxed,
        )
        # grade() keeps its own limits; this one is for a worker that hangs.
        patience_s = 4 * limits.wall_s + 120
        graded = await self._engine.run(
            self._grade,
            job,
            version.folder,
            key=submission.id,
            patience_s=patience_s,
            priority=int(submission.kind == "check"),
        )
        if not isinstance(graded, Graded) or graded.result.lab != submission.lab:
            raise TypeError("grade() gave something that is not this lab's mark")
        return replace(graded, drawn_with=key.id)

    def _key_of(self, submission: PendingSubmission) -> DrawKey:
        """Its own when it was marked before, or the newest. Raises BadDrawKeys."""
        known = self._writer.drawn_with(submission.id)
        key = self._draw_keys.of(known)
        if known is not None and key is None:
            # Marked in part, at most, or it would not be pending: new draws will do.
            self._log.trouble("draw-key-missing", submission=submission.id, key=known)
        return key or self._draw_keys.newest()

    async def _unmarked(
        self,
        submission: PendingSubmission,
        version: AssignmentVersion,
        files: dict[str, bytes],
    ) -> bytes:
        """What staff see meanwhile. Read on a worker, as all that learners send."""
        lang = _language_of(submission)
        try:
            return bytes(
                await self._engine.run(
                    unmarked_notebook,
                    files,
                    submission.lab,
                    lang,
                    version.folder,
                    key=submission.id,
                    patience_s=UNMARKED_S,
                )
            )
        except Exception as error:
            # Whatever it is, it is known already: marking has just failed.
            self._log.line(
                "shown-blank", submission=submission.id, why=type(error).__name__
            )
            return blank_notebook(version, lang)

    async def _version(self, submission: PendingSubmission) -> AssignmentVersion:
        known = (submission.lab, submission.version)
        if known not in self._versions:
            folder = self._settings.versions / submission.lab / submission.version
            if not folder.is_dir():
                raise MissingVersion(
                    f"{submission.lab} version {submission.version} is not on this "
                    f"machine; run `python -m autograder release {submission.lab} "
                    f"--cohort {submission.cohort}`"
                )
            self._versions[known] = await asyncio.to_thread(
                AssignmentVersion.load, folder
            )
        return self._versions[known]

    async def _in_gradebook_thread(self, job: Callable[..., Any], *given: Any) -> Any:
        """Gradebooks have one writer: a thread of its own."""
        loop = asyncio.get_running_loop()
        # Shielded: a stop waits until the writing of one mark is done.
        return await asyncio.shield(
            loop.run_in_executor(self._gradebook_thread, job, *given)
        )


def could_not_mark(
    submission: PendingSubmission, version: AssignmentVersion, notebook: bytes
) -> Graded:
    """What stands for a mark when we failed: no exercise is failed, none is passed.

    notebook: for staff, with nothing in it that a browser would run.
    """
    outcomes = tuple(
        Outcome(
            each.id,
            State.COULD_NOT_MARK,
            0.0,
            each.possible,
            fr=_SORRY_FR,
            en=_SORRY_EN,
        )
        for each in version.exercises
    )
    result = Result(
        lab=submission.lab,
        lang=_language_of(submission),
        version=submission.version,
        points=0.0,
        possible=sum(each.possible for each in version.exercises),
        exercises=outcomes,
        seconds=0.0,
        marked_at=datetime.now(UTC).isoformat("T", "seconds"),
    )
    return Graded(result, notebook, "")


def _language_of(submission: PendingSubmission) -> str:
    return submission.lang if submission.lang in LANGUAGES else LANGUAGES[0]
