"""B17. A second cell under the test's own name that passes; mean must fail."""

from copy import deepcopy

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    place = book.place("mean")
    for at in (place, place + 2):
        book.cells.insert(at, {**deepcopy(book.cells[place]), "source": "pass"})
