"""Marks the submissions of a lab again, in parallel, and keeps each mark at once.

The one rule: nothing here changes a mark. What comes out waits for a decision.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.archive import BadArchive, unpack
from autograder.exchange.client import Item, RecordClient
from autograder.grading.engine import JobTooLong, LocalEngine, WorkerLost
from autograder.grading.grade import Grade, Graded, Job
from autograder.regrade.store import Regraded, RegradeStore
from autograder.runtime.draws import DrawKey
from autograder.runtime.language import say
from autograder.runtime.limits import Limits
from autograder.runtime.log import where
from autograder.runtime.settings import Settings
from autograder.sandbox.cold import SandboxUnavailable
from labs.outcome import Result, State

Show = Callable[[int, int, int], None]  # done, of how many, failed
WORTH_A_FORKSERVER = 20  # submissions


async def regrade_all(
    settings: Settings,
    record: RecordClient,
    version: AssignmentVersion,
    items: list[Item],
    keys: Mapping[str, DrawKey],
    store: RegradeStore,
    grade: Grade,
    show: Show,
    before: int = 0,
) -> dict[str, str]:
    """Submission -> why it could not be marked again, for those.

    keys: submission -> the key of its draws. show: told how many are done, of how
    many, and how many failed. before: how many an earlier run did. Each mark is kept
    before the next begins, so a kill costs one a worker.
    Raises RecordAway or RecordRefused when the files cannot be had.
    """
    todo, failed = list(reversed(items)), dict[str, str]()
    if not todo:
        return failed  # without starting workers
    done, total = before, before + len(items)
    show(done, total, 0)

    async def work_off(engine: LocalEngine) -> None:
        nonlocal done
        while todo:
            item = todo.pop()
            archive = await record.files(str(item["id"]))
            key = keys[str(item["id"])]
            regraded = await _regraded(
                engine, settings, version, grade, item, key, archive
            )
            if isinstance(regraded, Regraded):
                store.keep(regraded)
            else:
                failed[str(item["id"])] = regraded
            done += 1
            show(done, total, len(failed))

    scratch = settings.home / "scratch-remark"
    async with LocalEngine(settings.workers, scratch) as engine:
        # For a few, warm processes would be ready when all is done.
        is_warm = settings.forkserver and len(items) > WORTH_A_FORKSERVER
        await engine.warm(forkserver=is_warm)
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


async def _regraded(
    engine: LocalEngine,
    settings: Settings,
    version: AssignmentVersion,
    grade: Grade,
    item: Item,
    key: DrawKey,
    archive: bytes,
) -> Regraded | str:
    """The submission marked again, or why it could not be."""
    limits = Limits.from_mapping(settings.limits)
    try:
        job = Job(
            lab=version.lab,
            lang=str(item["lang"]),
            files=unpack(archive),
            seed=key.seed(str(item["digest"])),
            limits=limits,
            allow_unsandboxed=settings.allow_unsandboxed,
        )
        graded = await engine.run(
            grade,
            job,
            version.folder,
            key=str(item["id"]),
            patience_s=4 * limits.wall_s + 120,
        )
    except (WorkerLost, JobTooLong, SandboxUnavailable, BadArchive) as lost:
        return str(lost)
    except Exception as error:
        # The last resort: a bug of ours keeps one old mark, not all of them.
        return f"{type(error).__name__} {', '.join(where(error))}"
    known = Result.from_dict(item["result"])
    graded = replace(graded, drawn_with=key.id)
    return Regraded(item, known, version.version, graded, _broken(version, graded))


async def _tend(engine: LocalEngine) -> None:
    while True:
        await asyncio.sleep(2)
        await engine.tend()


def _broken(version: AssignmentVersion, graded: Graded) -> dict[str, str]:
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
            found[each.id] = (
                f"{version.lab} {each.id}: {graded.broken[each.id]}"
                if each.id in graded.broken
                else say("sans raison", "no reason given")
            )
    return found
