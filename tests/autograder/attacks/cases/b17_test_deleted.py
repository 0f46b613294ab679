"""B17. Deletes the test cell; it is put back, and mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    del book.cells[book.place("mean")]
