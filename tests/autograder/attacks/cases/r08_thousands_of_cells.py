"""Reassembly. Five thousand cells more, each alike; only mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"
OURS_ONLY = True  # stock runs them all, which takes the bench's whole time


def change(book: Book) -> None:
    prose = {"cell_type": "markdown", "metadata": {}, "source": "def mean(values):"}
    book.cells.extend(dict(prose) for _ in range(5_000))
