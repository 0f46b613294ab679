"""Time. 200 cells that compute for 0.95 s each, under any limit; only mean fails."""

from tests.autograder.conftest import Book

LIMITS = {"cpu_s": 12, "wall_s": 30}
EXPECTED = {"mean": "failed"}
_BURN = """
import time
end = time.process_time() + 0.95
while time.process_time() < end: pass
"""


def change(book: Book) -> None:
    for _ in range(200):
        book.before("mean", _BURN)
