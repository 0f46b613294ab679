"""Our marking of a batch: the real engine and the real `grade`, as the service does.

What is left out is the record and the gradebook of the class, which stock's
`autograde` writes and our service writes beside the marking.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from autograder.assignment.version import AssignmentVersion
from autograder.grading.engine import LocalEngine
from autograder.grading.grade import Job, grade
from autograder.runtime.limits import Limits
from autograder.sandbox import warm
from benchmarks.bench_labs import Entry
from benchmarks.measure import PeakMemory, machine_cpu_s

Scores = dict[str, float | None]
Made = TypeVar("Made")
# A loop in one of four exercises is stopped after this part of the whole budget.
_OF_FOUR = 3.2


@dataclass(frozen=True)
class Batch:
    """scores: of each learner. cpu_s: of the whole machine, which does nothing else."""

    seconds: float
    cpu_s: float
    scores: dict[str, Scores]


def mark_batches(
    batches: Sequence[Sequence[Entry]],
    version: AssignmentVersion,
    workers: int,
    timeout_s: int,
) -> list[Batch]:
    """Mark one batch after another; the workers are warm before the clock starts."""

    async def each(engine: LocalEngine) -> list[Batch]:
        return [await _timed(engine, one, version, timeout_s) for one in batches]

    return asyncio.run(_in_warm_engine(each, batches[0], version, workers, timeout_s))


def peak_memory_mb(
    entries: Sequence[Entry], version: AssignmentVersion, workers: int, timeout_s: int
) -> float:
    """PSS of all our processes. Apart, for looking at them takes a tenth of a core."""

    async def watched(engine: LocalEngine) -> float:
        with PeakMemory(os.getpid()) as peak:
            await _timed(engine, entries, version, timeout_s)
        return peak.mb

    return asyncio.run(_in_warm_engine(watched, entries, version, workers, timeout_s))


async def _in_warm_engine(
    work: Callable[[LocalEngine], Awaitable[Made]],
    entries: Sequence[Entry],
    version: AssignmentVersion,
    workers: int,
    timeout_s: int,
) -> Made:
    async with LocalEngine(workers) as engine:
        await engine.warm(forkserver=True)
        # What is paid once a service: its warm processes, and each worker's first mark.
        await each_is_warm(engine, workers)
        if first := [each for each in entries if _ends(each)][:1]:
            await _timed(engine, first * workers, version, timeout_s)
        return await work(engine)


async def _timed(
    engine: LocalEngine,
    entries: Sequence[Entry],
    version: AssignmentVersion,
    timeout_s: int,
) -> Batch:
    limits = Limits(cpu_s=round(_OF_FOUR * timeout_s))
    # The seed: the same learner, the same draws.
    jobs = [Job(version.lab, "fr", e.files, e.learner, limits) for e in entries]
    begin, cpu_before = time.perf_counter(), machine_cpu_s()
    running = (
        engine.run(scores_of, job, version.folder, key=str(number))
        for number, job in enumerate(jobs)
    )
    scores = await asyncio.gather(*running)
    seconds, cpu = time.perf_counter() - begin, machine_cpu_s() - cpu_before
    names = [each.learner for each in entries]
    return Batch(seconds, cpu, dict(zip(names, scores, strict=True)))


def scores_of(job: Job, folder: Path) -> Scores:
    """What a worker does: mark, and give the points of each exercise."""
    return {each.id: each.points for each in grade(job, folder).result.exercises}


async def each_is_warm(engine: LocalEngine, workers: int) -> None:
    """Returns when each worker has warm processes."""
    seen: set[int] = set()
    while len(seen) < workers:
        jobs = (engine.run(_warmed, key=f"warm-{n}") for n in range(workers))
        seen.update(await asyncio.gather(*jobs))


def _warmed() -> int:
    """The worker it ran on. A bench of cold processes would measure something else."""
    why_not = warm.warm_up(wait=True)
    assert why_not is None, why_not
    return os.getpid()


def _ends(entry: Entry) -> bool:
    return entry.behaviour in ("right", "wrong", "empty")
