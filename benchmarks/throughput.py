"""The same mixed submissions marked by stock `nbgrader autograde` and by ours, in turn,
on the same two cores: how many a minute, at what cost, and whether the scores agree.

Ours is the real engine with the real `grade` (benchmarks/marking_ours.py). A cell may
compute for `TIMEOUT_S` in both. Stock's clock holds the start of its command (4 s,
once for all); ours starts with warm workers, as in the running service.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.course.lines import lines_in
from autograder.version import AssignmentVersion, build_version
from benchmarks.bench_labs import KINDS, Entry, entries, lab_of
from benchmarks.marking_ours import Batch, Scores, mark_batch
from benchmarks.measure import PeakMemory, Row
from benchmarks.stock_marking import StockCourse, make_course

TIMEOUT_S = 10
CORES = 2
ROOT = Path(__file__).parents[1]
TARGETS = {"light": "target: 6 times", "torch": "target: 12 times"}
# A stock torch submission takes 10 to 14 s, and more on a machine with other work.
STOCK_LIMIT_S = 3 * 3600


@dataclass(frozen=True)
class Compared:
    """One kind of lab: both batches, ours with one worker too, the cells alone."""

    kind: str
    entries: Sequence[Entry]
    stock: Batch
    ours: Batch
    one_worker: Batch
    alone_s: dict[str, float]


def rows(scratch: Path, count: int, console: Console) -> list[Row]:
    with on_two_cores():
        found = [compared(kind, count, scratch, console) for kind in KINDS]
    for line in agreement(found):
        console.print(line)
    note = ran(found)
    each = [row for one in found for row in rows_of(one)]
    return [*each, linearity(found), Row("submissions", "in all", count, count, note)]


def compared(kind: str, count: int, scratch: Path, console: Console) -> Compared:
    mine = [each for each in entries(count) if each.kind == kind]
    version = build_version(lab_of(kind), scratch / "versions")
    console.print(f"{kind}: {len(mine)} submissions by stock nbgrader")
    stock = stock_batch(mine, version, scratch / f"stock-{kind}")
    console.print(
        f"{kind}: stock took {stock.seconds:.0f} s; now ours, 2 and 1 workers"
    )
    ours = mark_batch(mine, version, CORES, TIMEOUT_S)
    one = mark_batch(mine, version, 1, TIMEOUT_S)
    alone = cells_alone_s(mine, scratch / f"alone-{kind}")
    return Compared(kind, mine, stock, ours, one, alone)


def stock_batch(
    mine: Sequence[Entry], version: AssignmentVersion, folder: Path
) -> Batch:
    """One `nbgrader autograde` over all, in a course of its own."""
    course = stock_course(version, folder)
    for each in mine:
        place = folder / "course" / "submitted" / each.learner / version.lab
        write(each, place)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with PeakMemory(os.getpid()) as peak:
        seconds = course.nbgrader(
            "autograde", version.lab, "--create", limit_s=STOCK_LIMIT_S
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    scores: dict[str, Scores] = {each.learner: {} for each in mine}
    for line in lines_in(folder / "course" / "gradebook.db"):
        scores[line.student][line.exercise] = line.auto
    return Batch(seconds, cpu, peak.mb, scores, {})


def stock_course(version: AssignmentVersion, folder: Path) -> StockCourse:
    source = folder / "source"
    source.mkdir(parents=True)
    notebook = (version.folder / "fr" / "source.ipynb").read_bytes()
    (source / f"{version.lab}.ipynb").write_bytes(notebook)
    return make_course(folder, version.lab, source, TIMEOUT_S)


def cells_alone_s(mine: Sequence[Entry], folder: Path) -> dict[str, float]:
    """Learner -> CPU seconds of the same cells in one plain warm process."""
    files = {each.learner: write(each, folder / each.learner) for each in mine}
    words = ["-m", "benchmarks.cells_alone", str(TIMEOUT_S), *map(str, files.values())]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    used = json.loads(done.stdout)
    return {learner: used[str(file)] for learner, file in files.items()}


def write(entry: Entry, folder: Path) -> Path:
    """The entry's files in `folder`; where its notebook is."""
    folder.mkdir(parents=True)
    for name, content in entry.files.items():
        (folder / name).write_bytes(content)
    return next(folder.glob("*.ipynb"))


def rows_of(one: Compared) -> list[Row]:
    kind, count = one.kind, len(one.entries)
    ours, stock = one.ours, one.stock
    note = TARGETS.get(kind, "")
    return [
        Row(
            f"{kind}: marked a minute, {CORES} workers",
            "",
            60 * count / ours.seconds,
            60 * count / stock.seconds,
            note,
            is_rate=True,
        ),
        Row(
            f"{kind}: CPU a submission",
            "s",
            ours.cpu_s / count,
            stock.cpu_s / count,
        ),
        Row(f"{kind}: peak memory, PSS", "MB", ours.peak_mb, stock.peak_mb),
        against_cells(one),
    ]


def against_cells(one: Compared) -> Row:
    """Without the loops: their ten seconds in both would hide what marking adds."""
    whole = [each.learner for each in one.entries if each.behaviour != "looping"]
    marking = sum(one.ours.cpu_each_s[each] for each in whole)
    cells = sum(one.alone_s[each] for each in whole)
    a_piece = f"{marking / len(whole):.2f} s and {cells / len(whole):.2f} s each"
    return Row(
        f"{one.kind}: CPU of marking to CPU of the learner's cells",
        "times",
        marking / cells,
        None,
        f"{a_piece}, without the loops; target: 1.3",
    )


def linearity(found: Sequence[Compared]) -> Row:
    one = sum(each.one_worker.seconds for each in found)
    two = sum(each.ours.seconds for each in found)
    return Row("2 workers to 1", "times as fast", one / two, None, "linear is 2")


def agreement(found: Sequence[Compared]) -> Iterator[str]:
    """How many submissions have the same scores, and why the others have not."""
    count = sum(len(one.entries) for one in found)
    other = [
        (each, one.stock.scores[each.learner], one.ours.scores[each.learner])
        for one in found
        for each in one.entries
        if one.stock.scores[each.learner] != one.ours.scores[each.learner]
    ]
    yield f"Scores: the same for {count - len(other)} of {count}."
    for each, stock, ours in other:
        who = f"{each.learner} ({each.kind}, {each.behaviour})"
        yield f"  {who}: {why(each, stock, ours)}"


def why(entry: Entry, stock: Scores, ours: Scores) -> str:
    if not stock or None in stock.values():
        total = sum(points or 0 for points in ours.values())
        # Under load stock also loses honest ones (its 4 s limit for late output).
        is_crash = entry.behaviour == "crashing"
        reason = "its kernel died" if is_crash else "though this one crashes nothing"
        return f"stock gave no mark, {reason}; ours gave {total:g} points"
    differ = [f"{k}: {stock.get(k)} and {v}" for k, v in ours.items() if stock[k] != v]
    return f"stock and ours disagree: {', '.join(differ)}"


def ran(found: Sequence[Compared]) -> str:
    """How many of each behaviour were really marked."""
    all_entries = [each for one in found for each in one.entries]
    names = dict.fromkeys(each.behaviour for each in all_entries)
    counts = (
        f"{sum(e.behaviour == name for e in all_entries)} {name}" for name in names
    )
    return f"{', '.join(counts)}; a cell is stopped after {TIMEOUT_S} s"


@contextmanager
def on_two_cores() -> Iterator[None]:
    """Everything started meanwhile shares the same two cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
