"""Our marking of a batch: the real engine and the real `grade`, as the service does.

What is left out is the record and the gradebook of the class, which stock's
`autograde` writes and our service writes beside the marking.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import nursery
from autograder.engine import LocalEngine
from autograder.grade import Job, grade
from autograder.limits import Limits
from autograder.version import AssignmentVersion
from benchmarks.bench_labs import Entry
from benchmarks.measure import PeakMemory, cpu_s

Scores = dict[str, float | None]


@dataclass(frozen=True)
class Batch:
    """scores: of each learner. cpu_s: all processes together. cpu_each_s: of each
    submission, where it can be told apart."""

    seconds: float
    cpu_s: float
    peak_mb: float
    scores: dict[str, Scores]
    cpu_each_s: dict[str, float]


def mark_batch(
    entries: Sequence[Entry], version: AssignmentVersion, workers: int, timeout_s: int
) -> Batch:
    """Mark the entries on `workers` workers, which are warm before the clock starts."""
    return asyncio.run(_mark_batch(entries, version, workers, timeout_s))


async def _mark_batch(
    entries: Sequence[Entry], version: AssignmentVersion, workers: int, timeout_s: int
) -> Batch:
    limits = Limits(cpu_s=timeout_s)
    jobs = [_job(each, version, limits) for each in entries]
    async with LocalEngine(workers) as engine:
        await engine.warm(nursery=True)
        # What is paid once a service: its warm processes, and each worker's first mark.
        await _each_is_warm(engine, workers)
        first = next((j for e, j in zip(entries, jobs, strict=True) if _ends(e)), None)
        if first is not None:
            await _all(engine, [first] * workers, version)
        begin, cpu_before = time.perf_counter(), cpu_s(os.getpid())
        with PeakMemory(os.getpid()) as peak:
            marked = await _all(engine, jobs, version)
        seconds, cpu = time.perf_counter() - begin, cpu_s(os.getpid()) - cpu_before
    names = [each.learner for each in entries]
    return Batch(
        seconds,
        cpu,
        peak.mb,
        dict(zip(names, (scores for scores, _ in marked), strict=True)),
        dict(zip(names, (used for _, used in marked), strict=True)),
    )


async def _each_is_warm(engine: LocalEngine, workers: int) -> None:
    seen: set[int] = set()
    while len(seen) < workers:
        jobs = (engine.run(_warmed, key=f"warm-{n}") for n in range(workers))
        seen.update(await asyncio.gather(*jobs))


def _warmed() -> int:
    """The worker it ran on. A bench of cold processes would measure something else."""
    why_not = nursery.warm(wait=True)
    assert why_not is None, why_not
    return os.getpid()


async def _all(
    engine: LocalEngine, jobs: Sequence[Job], version: AssignmentVersion
) -> list[tuple[Scores, float]]:
    running = (
        engine.run(_measured, job, version.folder, key=str(number))
        for number, job in enumerate(jobs)
    )
    return list(await asyncio.gather(*running))


def _measured(job: Job, folder: Path) -> tuple[Scores, float]:
    """Runs on a worker, which marks one at a time: what it used, this one used."""
    before = cpu_s(os.getpid())
    outcomes = grade(job, folder).result.exercises
    return {each.id: each.points for each in outcomes}, cpu_s(os.getpid()) - before


def _job(entry: Entry, version: AssignmentVersion, limits: Limits) -> Job:
    # The digest seeds the tests' draws: the same learner, the same draws.
    return Job(version.lab, "fr", entry.files, entry.learner, limits)


def _ends(entry: Entry) -> bool:
    return entry.behaviour in ("right", "wrong", "empty")
