"""The learner's cells of notebooks, and nothing else: no kernel, no wall, no test.

What marking can cost at the least. Prints one JSON object, file -> CPU seconds of

    cold    a process that has imported nothing, as whoever runs the notebook pays:
            imports stand in cells
    warm    a process that has imported everything: what the cells compute

python -m benchmarks.cells_alone TIMEOUT_S FILE.ipynb ...

A loop is stopped after the same seconds as in marking.
"""

import contextlib
import importlib
import io
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NamedTuple

# What every lab may use, imported once: that is what warm means here.
WARM = ("matplotlib.pyplot", "numpy", "sklearn.linear_model", "torch")


class TooLong(BaseException):
    """Not an Exception: a learner's `except` does not catch it."""


class Book(NamedTuple):
    """A notebook's code cells, and the folder they run in."""

    folder: Path
    cells: list[str]


def main(timeout_s: float, files: list[Path]) -> None:
    signal.signal(signal.SIGVTALRM, _stop)
    books = {str(file): Book(file.parent, _cells(file)) for file in files}
    cold = {file: _in_a_fork(book, timeout_s) for file, book in books.items()}
    for name in WARM:
        importlib.import_module(name)
    for book in books.values():  # lazy imports happen the first time; marking is warm
        if not _is_odd(book.cells):
            _run(book, timeout_s)
    warm = {file: _cpu_s(book, timeout_s) for file, book in books.items()}
    print(
        json.dumps({file: {"cold": cold[file], "warm": warm[file]} for file in books})
    )


def _cells(file: Path) -> list[str]:
    cells = json.loads(file.read_text("utf-8"))["cells"]
    return [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code"
        and not cell["metadata"].get("nbgrader", {}).get("grade")
    ]


def _is_odd(cells: list[str]) -> bool:
    return any("os._exit" in cell or "while True" in cell for cell in cells)


def _cpu_s(book: Book, timeout_s: float) -> float:
    if any("os._exit" in cell for cell in book.cells):
        return _in_a_fork(book, timeout_s)
    begin = time.process_time()
    _run(book, timeout_s)
    return time.process_time() - begin


def _in_a_fork(book: Book, timeout_s: float) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if child == 0:
        _run(book, timeout_s)
        os._exit(0)
    os.waitpid(child, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(book: Book, timeout_s: float) -> None:
    """Every cell in turn; one that fails ends alone, as in a notebook."""
    os.chdir(book.folder)
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in book.cells:
            signal.setitimer(signal.ITIMER_VIRTUAL, timeout_s)
            try:
                exec(cell, names)  # noqa: S102 - our own bench submissions
            except (Exception, TooLong):  # noqa: S110 - what marking would say of it
                pass
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


if __name__ == "__main__":
    main(float(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
