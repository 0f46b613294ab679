"""`python -m autograder mark --lab LAB FOLDER --out results.jsonl`: many notebooks,
marked here in parallel, without a hub.

The one rule: a file's line is on disk as soon as the file is marked, so that nothing is
lost whenever this stops. Run again, it marks what has no line yet, what has changed
since, and everything when the lab has changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from autograder.assignment.version import AssignmentVersion
from autograder.commands.notebook_file import (
    BadInput,
    as_json,
    job_for,
    key_here,
    read_notebook,
    version_for,
)
from autograder.commands.progress_bar import ProgressBar
from autograder.commands.results_file import done_in, opened, write_line
from autograder.grading.engine import Engine, JobTooLong, LocalEngine, WorkerLost
from autograder.grading.grade import grade
from autograder.runtime import settings
from autograder.runtime.draws import DrawKey
from autograder.runtime.language import say
from autograder.runtime.limits import Limits
from autograder.runtime.settings import Settings
from autograder.sandbox.cold import SandboxUnavailable


@dataclass
class Folder:
    """What is marked and how. done: files with a line, those of earlier runs too.
    lost: not marked by our fault, so the next run tries again."""

    folder: Path
    lang: str | None
    told: Settings
    version: AssignmentVersion
    key: DrawKey
    out: IO[bytes]
    done: int
    total: int
    lost: int = 0

    async def mark(
        self, todo: list[Path], engine: Engine, workers: int, bar: ProgressBar
    ) -> None:
        """So many at a time as there are workers, and one that is read meanwhile."""
        slots = asyncio.Semaphore(workers + 1)

        async def one(file: Path) -> None:
            async with slots:
                try:
                    write_line(self.out, await self._line(file, engine))
                except (WorkerLost, JobTooLong):
                    self.lost += 1
                else:
                    self.done += 1
                bar.show(self.done, self.total, self.lost)

        async with asyncio.TaskGroup() as group:
            for file in todo:
                group.create_task(one(file))

    async def _line(self, file: Path, engine: Engine) -> dict[str, Any]:
        """What is known of one file: its marks, or one sentence why it has none."""
        about = {
            "file": _name(file, self.folder),
            "sha256": _hash(file),
            "version": self.version.version,
        }
        try:
            content = read_notebook(file)
            job = job_for(
                self.version, self.told, {}, content, self.lang, file, self.key
            )
        except BadInput as error:
            return {**about, "error": str(error)}
        patience_s = 4 * Limits.from_mapping(self.told.limits).wall_s + 120
        graded = await engine.run(
            grade, job, self.version.folder, key=str(file), patience_s=patience_s
        )
        return {**about, **as_json(graded.result)}


def main(args: Namespace) -> int:
    """Exit 0 when all is marked or Ctrl-C was pressed; 1 when some were not marked.
    Raises BadInput."""
    files = notebooks_in(args.file)
    told = settings.load()
    key = key_here(told, constant=args.constant_draws)
    version = version_for(args.lab, told)
    known = done_in(args.out, version.version)
    todo = [file for file in files if known.get(_name(file, args.file)) != _hash(file)]
    done, total = len(files) - len(todo), len(files)
    workers = max(1, min(args.workers or told.workers, len(todo)))
    with _results(args.out) as out:
        folder = Folder(args.file, args.lang, told, version, key, out, done, total)
        try:
            is_over = asyncio.run(_mark(folder, todo, workers))
        except* SandboxUnavailable as refusals:
            raise BadInput(str(refusals.exceptions[0])) from None
    _say_the_end(folder, args.out, is_over)
    return 1 if is_over and folder.lost else 0


def notebooks_in(folder: Path) -> list[Path]:
    """Every notebook below the folder, in order, without Jupyter's own copies."""
    found = [
        path
        for path in sorted(folder.rglob("*.ipynb"))
        if path.is_file()
        and not path.is_symlink()
        and ".ipynb_checkpoints" not in path.parts
    ]
    if not found:
        raise BadInput(
            f"{folder} holds no notebook (.ipynb). Give the folder of the submissions. "
            "Nothing was marked."
        )
    return found


async def _mark(folder: Folder, todo: list[Path], workers: int) -> bool:
    """Whether it came to its end; False after Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    waiting = asyncio.create_task(stop.wait())
    with ProgressBar() as bar:
        bar.show(folder.done, folder.total)
        if not todo:
            waiting.cancel()
            return True
        async with LocalEngine(workers) as engine:
            marking = asyncio.create_task(folder.mark(todo, engine, workers, bar))
            await asyncio.wait([waiting, marking], return_when="FIRST_COMPLETED")
            is_over = marking.done()
            waiting.cancel()
            marking.cancel()
            await asyncio.wait([waiting, marking])
    if is_over:
        marking.result()
    return is_over


@contextmanager
def _results(out: Path) -> Iterator[IO[bytes]]:
    try:
        file = opened(out)
    except OSError as error:
        raise BadInput(
            f"--out {out} cannot be written ({error.strerror}). Give a file in a "
            "folder of yours. Nothing was marked."
        ) from None
    with file:
        yield file


def _say_the_end(folder: Folder, out: Path, is_over: bool) -> None:
    done, total = folder.done, folder.total
    again = say(
        "La même commande reprend là où elle s’est arrêtée.",
        "The same command goes on from here.",
    )
    if is_over and not folder.lost:
        again = ""
    said = say(f"{done} sur {total} dans {out}.", f"{done} of {total} are in {out}.")
    print(f"{said} {again}".strip(), file=sys.stderr)


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _hash(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
