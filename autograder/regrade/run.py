"""Marks the submissions of a lab again, in parallel, and keeps each mark at once.

The one rule: nothing here changes a mark. What comes out waits for a decision.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.client import Item, RecordClient
from autograder.grading.engine import JobTooLong, LocalEngine, WorkerLost
from autograder.grading.grade import Graded, Job
from autograder.regrade.store import Again, Remarks
from autograder.runtime.language import say
from autograder.runtime.limits import Limits
from autograder.runtime.log import where
from autograder.runtime.settings import Settings
from autograder.sandbox.cold import SandboxUnavailable
from autograder.service.grade_one import BadParcel, Grade, unpack
from labs.outcome import Result, State

LOG = logging.getLogger("autograder")
Show = Callable[[int, int, int], None]
WORTH_A_NURSERY = 20  # submissions


async def mark_all_again(
    settings: Settings,
    record: RecordClient,
    version: AssignmentVersion,
    items: list[Item],
    remarks: Remarks,
    grade: Grade,
    show: Show,
    before: int = 0,
) -> dict[str, str]:
    """Submission -> why it could not be marked again, for those.

    show: told how many are done, of how many, and how many failed. before: how many
    an earlier run did. Each mark is kept before the next begins, so a kill costs one
    a worker.
    Raises RecordAway or RecordRefused when the files cannot be had.
    """
    todo, failed = list(reversed(items)), dict[str, str]()
    if not todo:
        return failed  # without starting workers
    count = [before]
    show(before, before + len(items), 0)

    async def work_off(engine: LocalEngine) -> None:
        while todo:
            item = todo.pop()
            why = await _mark_one(engine, item)
            if why is not None:
                failed[str(item["id"])] = why
            count[0] += 1
            show(count[0], before + len(items), len(failed))

    async def _mark_one(engine: LocalEngine, item: Item) -> str | None:
        id, limits = str(item["id"]), Limits.from_mapping(settings.limits)
        archive = await record.files(id)
        try:
            files = unpack(archive)
            job = Job(
                lab=version.lab,
                lang=str(item["lang"]),
                files=files,
                digest=str(item["digest"]),
                limits=limits,
                allow_unsandboxed=settings.allow_unsandboxed,
            )
            graded, heard = await engine.run(
                graded_and_heard,
                grade,
                job,
                version.folder,
                key=id,
                patience_s=4 * limits.wall_s + 120,
            )
        except (WorkerLost, JobTooLong, SandboxUnavailable, BadParcel) as lost:
            return str(lost)
        except Exception as error:
            # The last resort: a bug of ours keeps one old mark, not all of them.
            return f"{type(error).__name__} {', '.join(where(error))}"
        known = Result.from_dict(item["result"])
        broken = _broken(version, graded, heard)
        remarks.keep(Again(item, known, version.version, graded, broken))
        return None

    async with LocalEngine(
        settings.workers, settings.home / "scratch-remark"
    ) as engine:
        # For a few, warm processes would be ready when all is done.
        await engine.warm(nursery=settings.nursery and len(items) > WORTH_A_NURSERY)
        tending = asyncio.create_task(_tend(engine))
        try:
            async with asyncio.TaskGroup() as group:
                # One more than workers: fetched and unpacked when a worker is free.
                for _ in range(settings.workers + 1):
                    group.create_task(work_off(engine))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            tending.cancel()
            with suppress(asyncio.CancelledError):
                await tending
    return failed


async def _tend(engine: LocalEngine) -> None:
    while True:
        await asyncio.sleep(2)
        await engine.tend()


def graded_and_heard(
    grade: Grade, job: Job, folder: Path
) -> tuple[Graded, dict[str, str]]:
    """The mark, and what `grade` logs about an exercise: exercise -> the line."""
    heard = _Heard()
    LOG.addHandler(heard)
    try:
        return grade(job, folder), heard.lines
    finally:
        LOG.removeHandler(heard)


class _Heard(logging.Handler):
    """Warnings whose second value is an exercise, as those of grade.py."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: dict[str, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        about = record.args
        if isinstance(about, tuple) and len(about) > 1:
            self.lines[str(about[1])] = record.getMessage()


def _broken(
    version: AssignmentVersion, graded: Graded, heard: dict[str, str]
) -> dict[str, str]:
    """Exercise -> why its test says nothing about this submission.

    A test that the lab's own solution does not pass says nothing about anybody.
    """
    unproven = set(version.read_tests()["unproven"])
    found = {}
    for each in graded.result.exercises:
        if each.id in unproven:
            found[each.id] = say(
                "la solution de référence ne passe pas ce test",
                "the reference solution does not pass this test",
            )
        elif each.state is State.COULD_NOT_MARK:
            found[each.id] = heard.get(each.id, say("sans raison", "no reason given"))
    return found
