"""One pending submission: fetch it, have it marked, keep the mark.

The one rule: only a result that came back whole is a mark. Everything else, a dead
worker, a bug, a version that is not here, is `could_not_mark` and tried again.
"""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.client import RecordClient
from autograder.grading.engine import Engine, JobTooLong, WorkerLost
from autograder.grading.grade import Graded, Job
from autograder.runtime.limits import Limits
from autograder.runtime.log import Log, where
from autograder.runtime.settings import Settings
from autograder.sandbox.cold import SandboxUnavailable
from autograder.service.marks import Keeper, Work, could_not_mark
from labs.outcome import State

MAX_UNPACKED = 48 * 1024 * 1024  # the record takes 40 MB; a little room for its own
MAX_FILES = 40
Grade = Callable[[Job, Path], Graded]


class BadParcel(ValueError):
    """The archive is not one the record would have taken."""


class MissingVersion(LookupError):
    """The version this was handed in for is not on this machine."""


class OneByOne:
    """Marks pending submissions on an engine and keeps their marks."""

    def __init__(
        self,
        settings: Settings,
        record: RecordClient,
        engine: Engine,
        keeper: Keeper,
        desk: ThreadPoolExecutor,
        log: Log,
        grade: Grade,
    ) -> None:
        self._settings = settings
        self._record = record
        self._engine = engine
        self._keeper = keeper
        self._desk = desk
        self._log = log
        self._grade = grade
        self._versions: dict[tuple[str, str], AssignmentVersion] = {}

    async def mark(self, work: Work) -> bool:
        """Mark and keep. False: an exercise could not be marked, by our fault.

        Raises RecordAway or RecordRefused when the files cannot be had.
        """
        about = {"submission": work.id, "lab": work.lab, "kind": work.kind}
        files = unpack(await self._record.files(work.id))
        version = await self._version(work)
        try:
            graded = await self._graded(work, version, files)
        except (WorkerLost, JobTooLong, SandboxUnavailable) as lost:
            self._log.trouble("could-not-mark", **about, why=str(lost))
            graded = could_not_mark(work, version, files)
        except Exception as error:
            # The last resort: a bug of ours costs no learner a point.
            kind, places = type(error).__name__, where(error)
            self._log.trouble("could-not-mark", **about, why=kind, where=places)
            graded = could_not_mark(work, version, files)
        result = await self._at_desk(self._keeper.keep, work, version, graded, files)
        self._log.line(
            "marked",
            **about,
            points=result.points,
            possible=result.possible,
            seconds=round(result.seconds, 2),
        )
        return all(each.state is not State.COULD_NOT_MARK for each in result.exercises)

    async def _graded(
        self, work: Work, version: AssignmentVersion, files: dict[str, bytes]
    ) -> Graded:
        limits = Limits.from_mapping(self._settings.limits)
        job = Job(
            lab=work.lab,
            lang=work.lang,
            files=files,
            digest=work.digest,
            limits=limits,
            allow_unsandboxed=self._settings.allow_unsandboxed,
        )
        # grade() keeps its own limits; this one is for a worker that hangs.
        patience_s = 4 * limits.wall_s + 120
        graded = await self._engine.run(
            self._grade,
            job,
            version.folder,
            key=work.id,
            patience_s=patience_s,
            priority=int(work.kind == "check"),
        )
        if not isinstance(graded, Graded) or graded.result.lab != work.lab:
            raise TypeError("grade() gave something that is not this lab's mark")
        return graded

    async def _version(self, work: Work) -> AssignmentVersion:
        known = (work.lab, work.version)
        if known not in self._versions:
            folder = self._settings.versions / work.lab / work.version
            if not folder.is_dir():
                raise MissingVersion(
                    f"{work.lab} version {work.version} is not on this machine; "
                    f"run `python -m autograder release {work.lab} --cohort "
                    f"{work.cohort}`"
                )
            self._versions[known] = await asyncio.to_thread(
                AssignmentVersion.load, folder
            )
        return self._versions[known]

    async def _at_desk(self, job: Callable[..., Any], *given: Any) -> Any:
        """Gradebooks have one writer: a thread of its own."""
        loop = asyncio.get_running_loop()
        # Shielded: a stop waits until the writing of one mark is done.
        return await asyncio.shield(loop.run_in_executor(self._desk, job, *given))


def unpack(archive: bytes) -> dict[str, bytes]:
    """name -> content. The record checked it; we still count before we unpack."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as parcel:
            entries = [each for each in parcel.infolist() if not each.is_dir()]
            size = sum(each.file_size for each in entries)
            if len(entries) > MAX_FILES or size > MAX_UNPACKED:
                raise BadParcel(f"{len(entries)} files of {size} bytes")
            return {each.filename: parcel.read(each) for each in entries}
    except zipfile.BadZipFile as error:
        raise BadParcel("not a zip archive") from error
