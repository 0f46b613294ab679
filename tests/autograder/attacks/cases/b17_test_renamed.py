"""B17. Renames the test cell to another exercise's name; mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    cell = book.cell("mean")
    cell["metadata"]["nbgrader"]["grade_id"] = "answer"
    cell["source"] = "assert True"
