"""Time. 700 cells that sleep for 0.95 s each, under any limit; only mean fails."""

from tests.autograder.conftest import Book

LIMITS = {"wall_s": 20}
EXPECTED = {"mean": "failed"}


def change(book: Book) -> None:
    for _ in range(700):
        book.before("mean", "import time; time.sleep(0.95)")
