"""One process of the fuzzer: marks mutants, and counts what each has left."""

from __future__ import annotations

import os
import signal
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.sandbox import warm
from tests.autograder.conftest import LAB
from tests.autograder.fuzz import census, stages
from tests.autograder.fuzz.mutations import Book, Mutant, mutant


class Worker:
    """Make one in each process. folder: its own temporary files live in there."""

    def __init__(self, version: AssignmentVersion, folder: Path) -> None:
        self.version, self._folder = version, folder
        self.originals = stages.originals(version)
        self._most: dict[str, dict[str, float]] = {}
        self._before: census.Census | None = None

    def mutant(self, seed: str) -> Mutant:
        return mutant(seed, self.originals, f"{LAB}.ipynb")

    def start(self) -> None:
        """Mark the originals, then count: what stays from here on was left behind."""
        self._folder.mkdir(parents=True, exist_ok=True)
        tempfile.tempdir = str(self._folder)
        census.adopt_orphans()
        warm.warm_up(wait=True)
        for name, book in self.originals.items():
            outcomes = stages.marked(_files(book), self.version)
            self._most[name] = {each: o.points for each, o in outcomes.items()}
        self._before = census.take()

    def why_broken(self, original: str, files: Mapping[str, bytes]) -> str | None:
        """Mark a mutant's files. None when every promise held."""
        assert self._before is not None
        try:
            outcomes = stages.marked(dict(files), self.version)
            stages.check_honest(outcomes, self._most[original])
            if left := census.left_since(self._before):
                self._before = census.take()  # named once, not with every next mutant
                raise stages.Broken(f"left behind: {left}")
        except Exception:
            return traceback.format_exc()
        return None

    def close(self) -> None:
        """The next submission, an honest one, is still marked right."""
        for name, book in self.originals.items():
            outcomes = stages.marked(_files(book), self.version)
            less = [o for o in outcomes.values() if o.points != self._most[name][o.id]]
            if less:
                raise stages.Broken(f"the {name} original is now worth less: {less}")
        warm.cool_down()


def _files(book: Book) -> dict[str, bytes]:
    import json

    return {f"{LAB}.ipynb": json.dumps(book).encode()}


_worker: list[Worker] = []  # of this process


def start_worker(version: Path, folder: Path) -> None:
    """The pool's initializer. Ctrl-C is for the parent alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    made = Worker(AssignmentVersion.load(version), folder / str(os.getpid()))
    made.start()
    _worker.append(made)


def work(original: str, files: dict[str, bytes]) -> str | None:
    return _worker[0].why_broken(original, files)


def finish(_number: int) -> str | None:
    try:
        _worker[0].close()
    except stages.Broken as error:
        return str(error)
    return None
