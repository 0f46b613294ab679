"""How long a small check waits behind another learner's submissions that sleep.

The real engine, the real `grade` and the service's own queue. Each of the sleepers uses
all the time that it has (`WALL_S`; the default of a site is six times as much). Stock
has no queue: `nbgrader autograde` takes one submission after the other.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.grading.engine import LocalEngine
from autograder.grading.grade import Job
from autograder.release.build import build_version
from autograder.runtime.limits import Limits
from autograder.service.priority import PrioritySemaphore
from benchmarks.bench_labs import lab_of
from benchmarks.marking_ours import each_is_warm, scores_of
from benchmarks.measure import Row
from labs.authoring import build, cases

WALL_S = 20
SLEEPING = (8, 14)
WORKERS = (2, 1)
_SLEEP = "import time\n\ntime.sleep(10**6)"


def rows(scratch: Path) -> list[Row]:
    version = build_version(lab_of("light"), scratch / "versions")
    check, sleeping = _files({}), _files(dict.fromkeys(_answers(), _SLEEP))
    return [
        row_of(workers, alone_s, waits)
        for workers in WORKERS
        for alone_s, waits in [
            asyncio.run(_measured(version, check, sleeping, workers))
        ]
    ]


def row_of(workers: int, alone_s: float, waits: Mapping[int, float]) -> Row:
    told = ", ".join(f"{many}: {seconds:.1f} s" for many, seconds in waits.items())
    return Row(
        f"Check behind another's sleepers, {workers} worker(s)",
        "s",
        max(waits.values()),
        None,
        f"behind {told}; alone: {alone_s:.1f} s; a budget: {WALL_S} s",
    )


async def _measured(
    version: AssignmentVersion,
    check: Mapping[str, bytes],
    sleeping: Mapping[str, bytes],
    workers: int,
) -> tuple[float, dict[int, float]]:
    """Seconds from the arrival of the check to its mark: alone, and behind so many."""
    waits: dict[int, float] = {}
    for many in (0, *SLEEPING):
        async with LocalEngine(workers) as engine:
            await engine.warm(forkserver=True)
            await each_is_warm(engine, workers)
            queue = _Queue(engine, version, workers)
            await queue.mark("other", check)  # what is paid once
            sleepers = [
                asyncio.create_task(queue.mark("sleeper", sleeping))
                for _ in range(many)
            ]
            while many and not any(each["busy"] for each in engine.workers()):
                await asyncio.sleep(0.1)
            waits[many] = await queue.mark("other", check, is_check=True)
            await _ended(sleepers)
    return waits.pop(0), waits


class _Queue:
    """What the service does with a submission, without the record."""

    def __init__(
        self, engine: LocalEngine, version: AssignmentVersion, workers: int
    ) -> None:
        self._engine, self._version = engine, version
        self._slots = PrioritySemaphore(workers)

    async def mark(
        self, learner: str, files: Mapping[str, bytes], *, is_check: bool = False
    ) -> float:
        began = time.perf_counter()
        job = Job(self._version.lab, "fr", files, "00", Limits(wall_s=WALL_S))
        async with self._slots.slot(learner, is_check=is_check):
            await self._engine.run(
                scores_of, job, self._version.folder, key=learner, priority=is_check
            )
        return time.perf_counter() - began


async def _ended(tasks: Sequence[asyncio.Task[float]]) -> None:
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _answers() -> list[str]:
    return [f"{each.id}-answer" for each in lab_of("light").exercises]


def _files(cells: Mapping[str, str]) -> dict[str, bytes]:
    lab = lab_of("light")
    case = cases.Case(lab.id, "waiting", (), cells=cells)
    return cases.submission(case, build.build(lab), "fr")
