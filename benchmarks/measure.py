"""The small tools every benchmark uses: percentiles, memory, CPU seconds, one table.

Times on a shared machine move by a factor of two between spells: a figure means
something only beside the other figure of the same run, so every row carries a ratio
where the stock stack has the same step.
"""

import os
import statistics
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

MEGABYTE = 1024 * 1024
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """One measured thing: ours, the stock stack's where there is one, in `unit`.

    is_rate: more is better, so the ratio is turned round.
    """

    what: str
    unit: str
    ours: float
    stock: float | None
    note: str = ""
    is_rate: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better ours is than stock; None where there is no stock."""
        if not self.stock or not self.ours:
            return None
        return self.ours / self.stock if self.is_rate else self.stock / self.ours


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


class PeakMemory:
    """The most memory (PSS, MB) of a process tree, looked at once a second.

    Use as `with PeakMemory(pid) as peak: ...`; then `peak.mb`.
    """

    def __init__(self, pid: int, every_s: float = 1.0) -> None:
        self.mb = 0.0
        self._pid = pid
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._over.wait(self._every_s)  # at the end once more
            try:
                self.mb = max(self.mb, pss_mb(tree(self._pid)))
            except psutil.NoSuchProcess:
                return


def machine_cpu_s() -> float:
    """CPU seconds that all processors have worked, whoever for.

    The one measure that loses nothing: when a PID namespace ends, what its processes
    used is added to nobody's. It wants a machine that does nothing else.
    """
    words = Path("/proc/stat").read_text("ascii").partition("\n")[0].split()[1:9]
    _user, _nice, _system, idle, waiting, *_ = ticks = [int(each) for each in words]
    return (sum(ticks) - idle - waiting) / TICKS_A_SECOND


def show(title: str, rows: Sequence[Row], console: Console) -> None:
    table = Table(title=title)
    for heading in ("what", "ours", "stock", "times better", "note"):
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
