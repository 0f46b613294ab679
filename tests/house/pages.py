"""What a person does on the Hub's and the record's pages, and how a page is kept."""

import re
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HOME = "/services/record/"


def sign_in(page: Page, name: str, password: str) -> None:
    """From the login page to wherever the house puts this person."""
    page.goto("/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(re.escape(HOME)))


def keep(page: Page, folder: Path, name: str, *, whole: bool = True) -> None:
    """A screenshot for people to look at."""
    page.screenshot(path=folder / f"{name}.png", full_page=whole)


def keep_narrow(page: Page, folder: Path, name: str, width: int = 320) -> None:
    """The same page on a phone; it must not scroll sideways."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(300)
    keep(page, folder, f"{name}-{width}")
    assert overflow(page) <= 0, f"{name} is wider than {width} px"
    page.set_viewport_size(before)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    )


def findings(page: Page, inside: str | None = None) -> list[str]:
    """What axe-core calls serious or critical, one line a finding."""
    # By evaluate: our pages' CSP refuses a script that is added to them.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("where => axe.run(where ?? document)", inside)
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
