"""A few hundred mutants through the cheap stages, twenty through everything.

`make fuzz N=10000` runs more; what it finds is kept, with the command to see it
again. Slow because it really marks; worth it because nobody writes these by hand.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.sandbox import warm
from tests.autograder.fuzz import stages
from tests.autograder.fuzz.worker import Worker

SEED = "suite"


@pytest.fixture(scope="module")
def worker(
    built: AssignmentVersion, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    before = tempfile.tempdir
    yield Worker(built, tmp_path_factory.mktemp("fuzz"))
    tempfile.tempdir = before
    assert warm.warm_up(wait=True) is None  # the worker let it go; others want it


def test_the_same_seed_gives_the_same_bytes(worker: Worker) -> None:
    first, second = (
        [worker.mutant(f"{SEED}:{at}") for at in range(40)] for _ in range(2)
    )

    assert first == second
    assert len({repr(each.files) for each in first}) > 20


@pytest.mark.parametrize("part", range(10))
def test_no_mutant_gets_through_the_cheap_stages_unread_or_unrefused(
    worker: Worker, part: int
) -> None:
    for at in range(part * 40, part * 40 + 40):
        mutant = worker.mutant(f"{SEED}:{at}")
        stages.cheap(mutant, worker.version)  # raises what is broken


@pytest.mark.slow
def test_mutants_earn_no_more_than_honest_work_and_leave_nothing(
    worker: Worker, tmp_path: Path
) -> None:
    worker.start()
    marked: set[str] = set()
    at = 0

    while len(marked) < 20:
        mutant = worker.mutant(f"{SEED}:whole:{at}")
        at += 1
        ready = stages.cheap(mutant, worker.version)
        if ready is None or ready.digest in marked:
            continue
        marked.add(ready.digest)
        broken = worker.why_broken(mutant.original, ready.files)
        assert broken is None, (mutant.seed, mutant.steps, broken)

    worker.close()
