"""What one learner costs in memory (PSS): an idle server, and a kernel that has done
N1-01.

The same solution notebook of N1-01 is run whole in both Hubs through the browser, so
that both kernels hold the same things: the saved notebook must say that every cell ran.
PSS, for RSS counts every shared page once a process (figures.md 3). What a library's
file costs is shared among all who have it open, so neither of the two is measured while
the other's server or kernel is there.
"""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.measure import Row, pss_mb
from benchmarks.server_start import STOCK_LEARNER, stock_sign_in, stop_stock_server
from benchmarks.stock_hub import StockHub
from tests.house.house import House
from tests.house.pages import sign_in

LAB = "N1-01"
LEARNER = "driss"
KERNEL = "ipykernel_launcher"
OUR_SERVER = "/opt/lab/server/start.py"
START_LIMIT_MS = 120_000
QUIET_S = 4  # a kernel that used no CPU for that long has run all its cells


def rows(house: House, stock: StockHub, browser: Browser, solution: Path) -> list[Row]:
    stop_stock_server(stock)
    end_our_servers(house)
    our_idle, our_kernel = ours(house, browser, solution)
    stock_idle, stock_kernel = stocks(stock, browser, solution)
    return [
        Row("idle learner's server, PSS", "MB", our_idle, stock_idle, "no kernel"),
        Row(f"kernel that ran {LAB} whole, PSS", "MB", our_kernel, stock_kernel),
    ]


def ours(house: House, browser: Browser, solution: Path) -> tuple[float, float]:
    page = browser.new_page(base_url=house.url, locale="en-US")
    sign_in(page, LEARNER, house.accounts[LEARNER])
    page.locator('a[href*="/hub/spawn/"]').first.click()
    page.wait_for_selector(".caire-bar", timeout=START_LIMIT_MS)
    home = next((house.state / "homes").glob(f"{LEARNER}*"))
    place(solution, home / "bench")
    server = house.processes(OUR_SERVER)
    end_kernels(server)
    idle = pss_mb([each.pid for each in server])
    address = f"/user/{LEARNER}/doc/tree/bench/{LAB}.ipynb"
    kernel = run_whole(page, address, lambda: kernels_of(server), home / "bench")
    page.close()
    end_our_servers(house)
    return idle, kernel


def stocks(stock: StockHub, browser: Browser, solution: Path) -> tuple[float, float]:
    place(solution, stock.folder / "bench")
    page = browser.new_page(base_url=stock.url)
    stock_sign_in(page, stock)
    page.wait_for_selector(".jp-Launcher", timeout=START_LIMIT_MS)
    server = [
        each
        for each in psutil.Process(stock.pid).children(recursive=True)
        if "singleuser" in words_of(each)
    ]
    idle = pss_mb([each.pid for each in server])
    address = f"/user/{STOCK_LEARNER}/doc/tree/bench/{LAB}.ipynb"
    folder = stock.folder / "bench"
    return idle, run_whole(page, address, lambda: kernels_of(server), folder)


def end_our_servers(house: House) -> None:
    for process in house.processes(OUR_SERVER):
        process.kill()
    time.sleep(1)


def place(solution: Path, folder: Path) -> None:
    """The solution notebook and its data in `folder`, owned like the home around it."""
    shutil.copytree(solution, folder, dirs_exist_ok=True)
    owner = folder.parent.stat()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)


def words_of(process: psutil.Process) -> str:
    """The command line; empty for a process that has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def kernels_of(server: list[psutil.Process]) -> list[psutil.Process]:
    # By number: a kernel stands below bwrap and below the server that bwrap started.
    found = {
        each.pid: each
        for process in server
        for each in process.children(recursive=True)
        if KERNEL in words_of(each)
    }
    return list(found.values())


def end_kernels(server: list[psutil.Process]) -> None:
    """Opening a lab starts a kernel; an idle server has none."""
    for kernel in kernels_of(server):
        kernel.kill()
    time.sleep(1)


def run_whole(
    page: Page,
    address: str,
    kernels: Callable[[], list[psutil.Process]],
    folder: Path,
) -> float:
    """Open the notebook, run all cells, wait for a quiet kernel; its PSS in MB.

    Raises RuntimeError when the notebook then saved in `folder` says otherwise.
    """
    known = {each.pid for each in kernels()}
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=START_LIMIT_MS)
    page.wait_for_timeout(3000)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.wait_for_timeout(5000)
    fresh = [each for each in kernels() if each.pid not in known]
    assert fresh, "no kernel was started for the notebook"
    used, quiet_since = -1.0, time.monotonic()
    while time.monotonic() - quiet_since < QUIET_S:
        now = sum(sum(each.cpu_times()[:2]) for each in fresh)
        if now - used > 0.05:
            used, quiet_since = now, time.monotonic()
        time.sleep(0.5)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)
    all_ran(folder / f"{LAB}.ipynb")
    return pss_mb([each.pid for each in fresh])


def all_ran(notebook: Path) -> None:
    """Raises RuntimeError, naming the cells that did not run or ended with an error.

    Test cells are left out: their hidden part asks for hidden.py, which no learner has.
    """
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = [
        cell
        for cell in cells
        if cell["cell_type"] == "code"
        and cell["source"]
        and not cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    bad = [
        cell["id"]
        for cell in code
        if not cell["execution_count"]
        or any(output["output_type"] == "error" for output in cell["outputs"])
    ]
    if bad:
        raise RuntimeError(f"{notebook}: {len(bad)} of {len(code)} cells: {bad}")
