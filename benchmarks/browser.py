"""How long until a page shows something."""

import time
from collections.abc import Callable

from playwright.sync_api import Page


def seconds_until_visible(
    page: Page, act: Callable[[], object], selector: str, limit_s: float = 180
) -> float:
    """Wall seconds from `act` (a click, an address) until `selector` shows."""
    begin = time.perf_counter()
    act()
    page.wait_for_selector(selector, state="visible", timeout=limit_s * 1000)
    return time.perf_counter() - begin
