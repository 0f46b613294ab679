"""Reassembly. Names with zero-width and full-width letters; only mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    for name, other in (("mean", "mean\u200b"), ("mean-answer", "\uff4dean-answer")):
        book.cell(name)["metadata"]["nbgrader"]["grade_id"] = other
