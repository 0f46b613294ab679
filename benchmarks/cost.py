"""What marking costs beside the learner's cells alone, in CPU seconds.

benchmarks/cells_alone.py runs the same cells in a plain process, in two ways: cold, as
whoever runs the notebook pays, for its cells import what they use; and warm, where only
what the cells compute is left. Marking adds nearly the same to every lab (walls,
snapshots, tests, nbgrader, the feedback page), so the ratio says most of a real one.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.release.build import build_version
from benchmarks.bench_labs import Entry
from benchmarks.marking_ours import Batch, mark_batches
from benchmarks.measure import Row
from labs import catalogue
from labs.authoring import build, cases

ROOT = Path(__file__).parents[1]
REAL = ("N1-00", "N1-01")
REAL_TIMEOUT_S = 60


class Alone(NamedTuple):
    """CPU seconds of the cells of all submissions."""

    cold: float
    warm: float


def of_real_labs(scratch: Path) -> list[Row]:
    """Each accepted way of doing each exercise, by one worker."""
    return [row for name in REAL for row in _of_a_real_lab(name, scratch)]


def _of_a_real_lab(name: str, scratch: Path) -> list[Row]:
    lab = catalogue.load().lab(name)
    built = build.build(lab)
    version = build_version(lab, scratch / "versions")
    entries = [
        Entry(f"{number:03}", name, "right", cases.submission(case, built, "fr"))
        for number, case in enumerate(cases.accepted(lab))
    ]
    (marked,) = mark_batches([entries], version, 1, REAL_TIMEOUT_S)
    alone = cells_alone(entries, scratch / f"alone-{name}", REAL_TIMEOUT_S)
    return against_cells(name, marked, alone)


def against_cells(name: str, marked: Batch, alone: Alone) -> list[Row]:
    """alone: of the same submissions."""
    count = len(marked.scores)
    against = {
        "its cells in a cold process": (alone.cold, "; target: 1.3"),
        "what its cells compute": (alone.warm, ""),
    }
    return [
        Row(
            f"{name}: CPU of marking to {what}",
            "times",
            marked.cpu_s / cpu_s,
            None,
            f"{marked.cpu_s / count:.2f} s and {cpu_s / count:.2f} s each{target}",
        )
        for what, (cpu_s, target) in against.items()
    ]


def cells_alone(entries: Sequence[Entry], folder: Path, timeout_s: int) -> Alone:
    """Their cells in plain processes."""
    files = [write(each, folder / each.learner) for each in entries]
    words = ["-m", "benchmarks.cells_alone", str(timeout_s), *map(str, files)]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    used = json.loads(done.stdout).values()
    return Alone(*(sum(each[kind] for each in used) for kind in Alone._fields))


def write(entry: Entry, folder: Path) -> Path:
    """The entry's files in `folder`; where its notebook is."""
    folder.mkdir(parents=True)
    for name, content in entry.files.items():
        (folder / name).write_bytes(content)
    return next(folder.glob("*.ipynb"))
