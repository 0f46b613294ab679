"""Reassembly. An own cell under the name of the locked imports; mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    cell = book.cell("imports")
    cell["metadata"]["nbgrader"] |= {"locked": False, "solution": True}
    cell["source"] = "import math, numpy as np\nmath.isclose = lambda *a, **k: True"
