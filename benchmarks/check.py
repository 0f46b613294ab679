"""From a click on Check to the answer on the screen, in a real browser.

20 clicks on an idle house, of several learners in turn: one learner has a few checks at
a time (hub/record/domain/bucket.py), and the benchmark keeps to them as everybody does.
Stock nbgrader has no such thing: `nbgrader validate` knows no hidden test.
"""

from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.measure import Row, median, percentile_95
from benchmarks.submit_to_mark import clicks_s
from tests.house.house import House

LEARNERS = ("ada", "basile", "chloe", "driss")
CHECKS_EACH = 5


def rows(house: House, browser: Browser, solution: Path) -> list[Row]:
    seconds = [
        each
        for learner in LEARNERS
        for each in clicks_s(
            house, browser, solution, learner, "check", range(CHECKS_EACH)
        )
    ]
    note = f"{len(seconds)} clicks of {len(LEARNERS)} learners"
    return [
        Row("Check to answer seen, median", "s", median(seconds), None, note),
        Row(
            "Check to answer seen, 95th percentile",
            "s",
            percentile_95(seconds),
            None,
            "target: 5 s",
        ),
    ]
