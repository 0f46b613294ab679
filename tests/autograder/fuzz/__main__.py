"""`make fuzz N=10000`: as many mutants as asked, all stages, in parallel.

Every mutant goes through the cheap stages; of those that leave the same work
after reassembly, one is marked. Ctrl-C stops and prints the summary. What fails
is kept in test-artefacts/fuzz, with the command that shows it again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import sys
import tempfile
import traceback
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.autograder.fuzz import keep, stages
from tests.autograder.fuzz.mutations import Mutant
from tests.autograder.fuzz.worker import Worker, finish, start_worker, work

SAY = Console(stderr=True)


@dataclass
class Count:
    mutants: int = 0
    refused: int = 0
    marked: int = 0
    failed: list[Path] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def summary(self, seed: str) -> str:
        same = self.mutants - self.refused - self.marked - len(self.failed)
        lines = [
            f"seed {seed}: {self.mutants} mutants, {self.refused} refused with a "
            f"sentence, {self.marked} marked, {max(same, 0)} the same work as another",
            f"{len(self.failed)} broke a promise",
            *(f"  {keep.command(folder)}" for folder in self.failed[:20]),
            *self.trouble,
        ]
        return "\n".join(lines)


def main() -> int:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="caire-fuzz-") as scratch:
        folder = Path(scratch)
        version = stages.small_lab(folder / "versions")
        worker = Worker(version, folder / "own")
        if asked.replay is not None:
            return _replay(worker, asked.replay)
        count = Count()
        SAY.print(f"seed {asked.seed}")
        try:
            _fuzz(worker, asked.number, asked.seed, asked.workers, folder, count)
        except KeyboardInterrupt:
            SAY.print("stopped")
        print(count.summary(asked.seed))
    return 1 if count.failed or count.trouble else 0


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.autograder.fuzz")
    words.add_argument("number", type=int, nargs="?", default=1_000)
    words.add_argument("--seed", default=secrets.token_hex(4))
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    words.add_argument("--replay", type=Path, help="a folder of kept files")
    return words.parse_args()


def _replay(worker: Worker, folder: Path) -> int:
    mutant = keep.load(folder)
    try:
        ready = stages.cheap(mutant, worker.version)
    except Exception:
        traceback.print_exc()
        return 1
    if ready is None:
        print("refused with a sentence")
        return 0
    worker.start()
    why = worker.why_broken(mutant.original, ready.files)
    worker.close()
    print(why or "every promise held")
    return 1 if why else 0


def _fuzz(
    worker: Worker, number: int, seed: str, workers: int, folder: Path, count: Count
) -> None:
    pool = ProcessPoolExecutor(
        workers,
        multiprocessing.get_context("spawn"),
        start_worker,
        (worker.version.folder, folder),
    )
    running: dict[Future[str | None], Mutant] = {}
    columns = (
        *Progress.get_default_columns()[:2],
        *(MofNCompleteColumn(), TimeRemainingColumn()),
        TextColumn("{task.fields[said]}"),
    )
    try:
        with Progress(*columns, console=SAY) as shown:
            task = shown.add_task("mutants", total=number, said="")
            for mutant, ready in _ready(worker, number, seed, count):
                while len(running) >= 3 * workers:
                    _collect(running, count)
                running[pool.submit(work, mutant.original, ready.files)] = mutant
                said = f"{count.marked} marked, {len(count.failed)} failed"
                shown.update(task, completed=count.mutants, said=said)
            while running:
                _collect(running, count)
            shown.update(task, completed=number)
        found = pool.map(finish, range(4 * workers))
        count.trouble += sorted({each for each in found if each})
    except BrokenProcessPool:
        for mutant in running.values():  # one of these ended its worker
            count.failed.append(keep.save(mutant, "the worker died"))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ready(
    worker: Worker, number: int, seed: str, count: Count
) -> Iterator[tuple[Mutant, stages.Ready]]:
    """The mutants that are to be marked: readable, and of work not seen before."""
    known: set[str] = set()
    for at in range(number):
        count.mutants = at + 1
        mutant = worker.mutant(f"{seed}:{at}")
        try:
            ready = stages.cheap(mutant, worker.version)
        except Exception:
            count.failed.append(keep.save(mutant, traceback.format_exc()))
            continue
        if ready is None:
            count.refused += 1
        elif ready.digest not in known:
            known.add(ready.digest)
            yield mutant, ready


def _collect(running: dict[Future[str | None], Mutant], count: Count) -> None:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        why = future.result()
        mutant = running.pop(future)
        count.marked += 1
        if why is not None:
            count.failed.append(keep.save(mutant, why))


if __name__ == "__main__":
    sys.exit(main())
