"""Reassembly. Every cell has the id of the first test; only mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    for cell in book.cells:
        cell["id"] = "mean"
