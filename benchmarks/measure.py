"""The small tools every benchmark uses: percentiles, the memory of a process tree, one
table.

Times on a shared machine move by a factor of two between spells: a figure means
something only beside the other figure of the same run, so every row carries a ratio
where the stock stack has the same step.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import psutil
from rich.console import Console
from rich.table import Table

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One measured thing: ours, the stock stack's where there is one, in `unit`."""

    what: str
    unit: str
    ours: float
    stock: float | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the stock figure is ours; None where there is no stock."""
        return self.stock / self.ours if self.stock is not None and self.ours else None


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 in 100 do not exceed, by linear interpolation."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[94]


def pss_mb(pids: Sequence[int]) -> float:
    """Proportional set size of the processes, in MB: shared pages are counted once.

    RSS counts a page shared by ten processes ten times, so it says nothing here.
    """
    total = 0
    for pid in pids:
        try:
            total += psutil.Process(pid).memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / MEGABYTE


def tree(pid: int) -> list[int]:
    """The process and everything below it."""
    process = psutil.Process(pid)
    return [pid, *(child.pid for child in process.children(recursive=True))]


def show(title: str, rows: Sequence[Row], console: Console) -> None:
    table = Table(title=title)
    for heading in ("what", "ours", "stock", "stock / ours", "note"):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            row.what,
            f"{row.ours:.2f} {row.unit}",
            "none" if row.stock is None else f"{row.stock:.2f} {row.unit}",
            "" if row.ratio is None else f"{row.ratio:.1f}",
            row.note,
        )
    console.print(table)
