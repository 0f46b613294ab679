"""B17. Writes `grade: false` into a test cell, so nothing tests; mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    book.cell("mean")["metadata"]["nbgrader"] |= {"grade": False, "locked": False}
