"""Reassembly. Five cells that each sleep for ever; only mean must fail."""

from tests.autograder.conftest import Book

LIMITS = {"wall_s": 15}
MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    for _ in range(5):
        book.before("mean", "import time; time.sleep(10**6)")
