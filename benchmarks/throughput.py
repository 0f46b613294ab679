"""The same mixed submissions marked by stock `nbgrader autograde` and by ours, in turn,
on the same two cores: how many a minute, at what cost, and whether the scores agree.

Ours is the real engine with the real `grade` (benchmarks/marking_ours.py). A cell may
compute for `TIMEOUT_S` in both. Stock's clock holds the start of its command (4 s,
once for all); ours starts with warm workers, as in the running service. A loop burns a
core for the same seconds in both, so the rate is given with and without the loops.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.release.build import build_version
from benchmarks.agreement import Scored, agreement
from benchmarks.bench_labs import KINDS, Entry, entries, lab_of
from benchmarks.cost import Alone, against_cells, cells_alone, of_real_labs
from benchmarks.marking_ours import Batch, mark_batches, peak_memory_mb
from benchmarks.measure import Row
from benchmarks.stock_batch import stock_batches

TIMEOUT_S = 10
CORES = 2
TARGETS = {"light": "target: 6 times", "torch": "target: 12 times"}


@dataclass(frozen=True)
class Compared:
    """One kind of lab. calm: without the looping submissions. one: by one worker.
    memory_mb: ours and stock's. alone: the calm ones' cells alone."""

    kind: str
    entries: Sequence[Entry]
    stock: Batch
    stock_calm: Batch
    ours: Batch
    ours_calm: Batch
    one_calm: Batch
    memory_mb: tuple[float, float]
    alone: Alone


def rows(scratch: Path, count: int, console: Console) -> list[Row]:
    with on_two_cores():
        found = [compared(kind, count, scratch, console) for kind in KINDS]
        console.print("Real labs: what marking adds to their cells")
        real = of_real_labs(scratch)
    scored: list[Scored] = [
        (each, one.stock.scores[each.learner], one.ours.scores[each.learner])
        for one in found
        for each in one.entries
    ]
    for line in agreement(scored):
        console.print(line)
    in_all = Row("submissions", "in all", count, count, ran([e for e, _, _ in scored]))
    each = [row for one in found for row in rows_of(one)]
    return [*each, *real, linearity(found), in_all]


def compared(kind: str, count: int, scratch: Path, console: Console) -> Compared:
    mine = [each for each in entries(count) if each.kind == kind]
    calm = [each for each in mine if each.behaviour != "looping"]
    looping = [each for each in mine if each.behaviour == "looping"]
    version = build_version(lab_of(kind), scratch / "versions")
    console.print(f"{kind}: {len(mine)} submissions by stock nbgrader")
    stock_calm, stock, stock_mb = stock_batches(
        calm, looping, version, scratch / f"stock-{kind}", TIMEOUT_S
    )
    took = f"{kind}: stock took {stock.seconds:.0f} s"
    console.print(f"{took}; now ours, by {CORES} workers and by one")
    both = mark_batches([mine, calm], version, CORES, TIMEOUT_S)
    (one_calm,) = mark_batches([calm], version, 1, TIMEOUT_S)
    ours_mb = peak_memory_mb(calm, version, CORES, TIMEOUT_S)
    return Compared(
        kind=kind,
        entries=mine,
        stock=stock,
        stock_calm=stock_calm,
        ours=both[0],
        ours_calm=both[1],
        one_calm=one_calm,
        memory_mb=(ours_mb, stock_mb),
        alone=cells_alone(calm, scratch / f"alone-{kind}", TIMEOUT_S),
    )


def rows_of(one: Compared) -> list[Row]:
    kind, count = one.kind, len(one.stock_calm.scores)
    return [
        rate(f"{kind}: marked a minute", one.ours, one.stock, TARGETS.get(kind, "")),
        rate(f"{kind}: the same without the loops", one.ours_calm, one.stock_calm),
        Row(
            f"{kind}: CPU a submission, without the loops",
            "s",
            one.ours_calm.cpu_s / count,
            one.stock_calm.cpu_s / count,
        ),
        Row(f"{kind}: peak memory, PSS", "MB", *one.memory_mb),
        *against_cells(kind, one.one_calm, one.alone),
    ]


def rate(what: str, ours: Batch, stock: Batch, note: str = "") -> Row:
    ours_a_minute, stock_a_minute = (
        60 * len(each.scores) / each.seconds for each in (ours, stock)
    )
    return Row(what, "", ours_a_minute, stock_a_minute, note, is_rate=True)


def linearity(found: Sequence[Compared]) -> Row:
    """Linear is 2, or all cores in use: one worker's worlds are made beside it."""
    one_s, one = together([each.one_calm for each in found])
    two_s, two = together([each.ours_calm for each in found])
    note = f"cores in use: {one:.1f} by one worker, {two:.1f} of {CORES} by two"
    return Row("2 workers to 1", "times as fast", one_s / two_s, None, note)


def together(batches: Sequence[Batch]) -> tuple[float, float]:
    """Seconds, and cores in use."""
    seconds = sum(each.seconds for each in batches)
    return seconds, sum(each.cpu_s for each in batches) / seconds


def ran(all_entries: Sequence[Entry]) -> str:
    """How many of each behaviour were really marked."""
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
