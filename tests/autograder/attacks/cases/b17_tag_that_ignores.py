"""B17. Tags of other graders that leave a cell out; mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    tags = ["otter_ignore", "skip-execution", "raises-exception", "remove_cell"]
    for cell in book.cells:
        cell["metadata"]["tags"] = tags
