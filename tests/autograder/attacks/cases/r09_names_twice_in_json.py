"""Reassembly. JSON with every key twice, one reading for each parser; mean fails."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> bytes:
    text = book.bytes()
    return text.replace(b'"grade_id": "mean"', b'"grade_id": "x", "grade_id": "mean"')
