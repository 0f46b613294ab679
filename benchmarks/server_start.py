"""From a click to a usable page: a learner's server, started cold, in a real browser.

Ours: the button of "Mes labs", until the notebook and the lab bar are there (this
includes fetching the lab). Stock: signing in to a stock JupyterHub, until JupyterLab's
launcher is there. In turn, `REPEATS` times each, the server stopped before.
"""

import time

import httpx
from playwright.sync_api import Browser, Page

from benchmarks.browser import seconds_until_visible
from benchmarks.measure import Row, median
from benchmarks.stock_hub import StockHub
from tests.house.house import House
from tests.house.pages import sign_in

REPEATS = 5
LEARNER = "chloe"
STOCK_LEARNER = "ada"


def rows(house: House, stock: StockHub, browser: Browser) -> list[Row]:
    ours, theirs = [], []
    for _ in range(REPEATS):
        ours.append(our_start_s(house, browser))
        theirs.append(stock_start_s(stock, browser))
    return [
        Row(
            "learner's server: click to usable page, median",
            "s",
            median(ours),
            median(theirs),
            f"{REPEATS} cold starts each, in turn",
        )
    ]


def our_start_s(house: House, browser: Browser) -> float:
    stop_our_server(house)
    page = browser.new_page(base_url=house.url, locale="fr-FR")
    sign_in(page, LEARNER, house.accounts[LEARNER])
    open_button = page.locator('a[href*="/hub/spawn/"]').first
    seconds = seconds_until_visible(page, open_button.click, ".caire-bar")
    page.close()
    return seconds


def stock_start_s(stock: StockHub, browser: Browser) -> float:
    stop_stock_server(stock)
    page = browser.new_page(base_url=stock.url)
    seconds = seconds_until_visible(
        page, lambda: stock_sign_in(page, stock), ".jp-Launcher"
    )
    page.close()
    return seconds


def stock_sign_in(page: Page, stock: StockHub) -> None:
    page.goto("/hub/login")
    page.fill("#username_input", STOCK_LEARNER)
    page.fill("#password_input", "any")
    page.click("#login_submit")


def stop_our_server(house: House) -> None:
    with httpx.Client(
        base_url=f"{house.url}/hub/api",
        headers={"Authorization": f"token {house.token_of(LEARNER)}"},
        timeout=60,
    ) as api:
        api.delete(f"/users/{LEARNER}/server")
        until_stopped(api, LEARNER)


def stop_stock_server(stock: StockHub) -> None:
    with stock.api() as api:
        api.delete(f"/users/{STOCK_LEARNER}/server")
        until_stopped(api, STOCK_LEARNER)


def until_stopped(api: httpx.Client, learner: str, limit_s: float = 60) -> None:
    """A server that is stopping answers as pending; a new start would be refused."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        answer = api.get(f"/users/{learner}")
        if answer.status_code == 404 or not answer.json().get("servers"):
            return
        time.sleep(0.3)
    raise TimeoutError(f"{learner}'s server did not stop within {limit_s:.0f} s")
