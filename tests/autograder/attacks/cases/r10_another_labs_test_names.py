"""Reassembly. Claims to be another lab and version; it is this one, mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    book.json["metadata"]["caire"] = {"lab": "N1-01", "lang": "xx", "version": "../.."}
