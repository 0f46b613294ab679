"""From a click on Submit to the mark on the screen, in a real browser; and the stock
way for the same notebook.

20 clicks one after the other on an idle house: each time the notebook is changed a
little, so that each is a submission of its own. Stock has nothing that starts marking
by itself: its figure is nbgrader's own five commands, typed without a pause
(benchmarks/stock_marking.py).
"""

import json
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.measure import Row, median, percentile_95
from benchmarks.stock_marking import make_course, submit_to_feedback_s
from tests.house.house import House
from tests.house.pages import sign_in

CLICKS = 20
STOCK_SUBMISSIONS = 3
LAB = "N1-01"
LEARNER = "elin"


def rows(house: House, browser: Browser, solution: Path, scratch: Path) -> list[Row]:
    ours = our_seconds(house, browser, solution)
    stock = stock_seconds(solution, scratch)
    note = f"{CLICKS} clicks; stock: {STOCK_SUBMISSIONS} rounds of its five commands"
    return [
        Row("Submit to mark seen, median", "s", median(ours), median(stock), note),
        Row(
            "Submit to mark seen, 95th percentile",
            "s",
            percentile_95(ours),
            max(stock),
            "target: 10 s; stock: its slowest round",
        ),
    ]


def our_seconds(house: House, browser: Browser, solution: Path) -> list[float]:
    return clicks_s(house, browser, solution, LEARNER, "submit", range(CLICKS))


def clicks_s(
    house: House,
    browser: Browser,
    solution: Path,
    learner: str,
    action: str,
    numbers: range,
) -> list[float]:
    """Wall seconds of a click on Submit or Check for each of these numbers, by one
    learner in one browser window. action: `submit` or `check`."""
    page = browser.new_page(base_url=house.url, locale="fr-FR")
    sign_in(page, learner, house.accounts[learner])
    page.goto(f"/services/record/lab/demo/{LAB}")
    page.locator('a[href*="/hub/spawn/"]').first.click()
    page.wait_for_selector(".caire-bar", timeout=120_000)
    home = next((house.state / "homes").glob(f"{learner}*"))
    seconds = []
    for number in numbers:
        hand_over(home / LAB / f"{LAB}.ipynb", solution / f"{LAB}.ipynb", number)
        page.reload()
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_selector(f'[data-action="{action}"]:not([disabled])')
        seconds.append(click_to_answer_s(page, action))
    page.close()
    return seconds


def hand_over(target: Path, solution: Path, number: int) -> None:
    """The solution with a different last cell each time: other bytes, another
    submission.
    """
    notebook = json.loads(solution.read_text(encoding="utf-8"))
    notebook["cells"].append(
        {
            "cell_type": "markdown",
            "id": f"round-{number}",
            "metadata": {},
            "source": f"Essai {number}",
        }
    )
    target.write_text(json.dumps(notebook), encoding="utf-8")


def click_to_answer_s(page: Page, action: str) -> float:
    """Wall seconds from the click until the bar says what came of this very work."""
    begin = time.perf_counter()
    page.click(f'[data-action="{action}"]')
    page.wait_for_selector(".caire-footer progress", timeout=30_000)  # taken
    page.wait_for_selector(".caire-footer progress", state="detached", timeout=120_000)
    page.wait_for_selector(".caire-footer strong")  # the points, or the count
    return time.perf_counter() - begin


def stock_seconds(solution: Path, scratch: Path) -> list[float]:
    course = make_course(scratch, LAB, solution)
    notebook = (solution / f"{LAB}.ipynb").read_bytes()
    return [
        submit_to_feedback_s(course, notebook, number)
        for number in range(STOCK_SUBMISSIONS)
    ]
