"""What marking costs beside the learner's cells alone, in CPU seconds.

The same cells in one plain warm process (benchmarks/cells_alone.py) are the least that
marking can cost. What it adds (walls, snapshots, tests, nbgrader, the feedback page) is
nearly the same for every lab, so the ratio says most where the cells do real work: of
the labs we give, that is N1-01.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.version import build_version
from benchmarks.bench_labs import Entry
from benchmarks.marking_ours import Batch, mark_batches
from benchmarks.measure import Row
from labs import build, cases, catalogue

ROOT = Path(__file__).parents[1]
REAL = "N1-01"
REAL_TIMEOUT_S = 60


def of_a_real_lab(scratch: Path) -> Row:
    """Each accepted way of doing each exercise of N1-01, by one worker."""
    lab = catalogue.load().lab(REAL)
    built = build.build(lab)
    version = build_version(lab, scratch / "versions")
    entries = [
        Entry(f"{number:03}", REAL, "right", cases.submission(case, built, "fr"))
        for number, case in enumerate(cases.accepted(lab))
    ]
    (marked,) = mark_batches([entries], version, 1, REAL_TIMEOUT_S)
    alone = cells_alone_s(entries, scratch / f"alone-{REAL}", REAL_TIMEOUT_S)
    return against_cells(REAL, marked, alone)


def against_cells(name: str, marked: Batch, alone_s: float) -> Row:
    """alone_s: CPU of the cells of the same submissions."""
    count = len(marked.scores)
    a_piece = f"{marked.cpu_s / count:.2f} s and {alone_s / count:.2f} s each"
    return Row(
        f"{name}: CPU of marking to CPU of the learner's cells",
        "times",
        marked.cpu_s / alone_s,
        None,
        f"{a_piece}; target: 1.3",
    )


def cells_alone_s(entries: Sequence[Entry], folder: Path, timeout_s: int) -> float:
    """CPU seconds of all their cells in one plain warm process."""
    files = [write(each, folder / each.learner) for each in entries]
    words = ["-m", "benchmarks.cells_alone", str(timeout_s), *map(str, files)]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    return float(sum(json.loads(done.stdout).values()))


def write(entry: Entry, folder: Path) -> Path:
    """The entry's files in `folder`; where its notebook is."""
    folder.mkdir(parents=True)
    for name, content in entry.files.items():
        (folder / name).write_bytes(content)
    return next(folder.glob("*.ipynb"))
