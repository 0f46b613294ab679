"""B17. Writes 2000 points into the metadata of a test cell; mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    book.cell("mean")["metadata"]["nbgrader"]["points"] = 2000
