"""An open lab in a learner's JupyterLab, as the learner sees it.

`Lab` waits by counting what the page and the kernel say to each other, so that no
journey depends on how fast the machine is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, WebSocket, expect

RUN = "jp-button[data-command='notebook:run-cell-and-select-next']"
WIDGET = "[data-mime-type='application/vnd.jupyter.widget-view+json']"
START_MS = 120_000


@dataclass
class KernelTalk:
    """How many cells were asked to run, and how many have run."""

    asked: int = 0
    answered: int = 0

    def listen_to(self, socket: WebSocket) -> None:
        if "/channels" in socket.url:
            socket.on("framesent", self._sent)
            socket.on("framereceived", self._received)

    def _sent(self, payload: bytes | str) -> None:
        self.asked += b'"execute_request"' in _bytes(payload)

    def _received(self, payload: bytes | str) -> None:
        self.answered += b'"msg_type": "execute_reply"' in _bytes(payload)


def _bytes(payload: bytes | str) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload


@dataclass
class Lab:
    """One lab in one browser window. Make it before the lab opens."""

    page: Page
    talk: KernelTalk = field(default_factory=KernelTalk)

    def __post_init__(self) -> None:
        self.page.on("websocket", self.talk.listen_to)
        self.bar: Locator = self.page.locator(".caire-bar")

    def open_from(self, link: Locator) -> None:
        """Click the one button; the server starts and the notebook opens."""
        link.click()
        self.has_opened()

    def has_opened(self) -> None:
        self.bar.wait_for(timeout=START_MS)
        expect(self.page.locator(".jp-Notebook .jp-Cell").first).to_be_visible()

    def prepare(self) -> None:
        self.bar.locator("[data-action=prepare]").click()
        self.is_prepared()

    def is_prepared(self) -> None:
        expect(self.bar.get_by_role("status")).to_contain_text(
            re.compile("est prêt|is ready"), timeout=START_MS
        )

    @property
    def active(self) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")

    @property
    def place(self) -> int:
        """The number of the selected cell, from 0."""
        return int(self.active.get_attribute("data-windowed-list-index") or 0)

    def cell(self, place: int) -> Locator:
        return self.page.locator(
            f".jp-Notebook .jp-Cell[data-windowed-list-index='{place}']"
        )

    @property
    def count(self) -> int:
        """How many cells the notebook has, as its status bar says."""
        said = self.page.locator("#jp-main-statusbar").inner_text()
        match = re.search(r"\w+ \d+/(\d+)", said)
        assert match, said
        return int(match[1])

    def select(self, place: int) -> None:
        """Click beside the cell's text."""
        self.cell(place).scroll_into_view_if_needed()
        self.cell(place).click(position={"x": 20, "y": 10})

    def run(self) -> Locator:
        """Run the selected cell with the toolbar's button; that cell."""
        return self.run_by(lambda: self.page.locator(RUN).first.click())

    def run_by(self, act: Callable[[], None]) -> Locator:
        """Run the selected cell by `act`, and wait for what it shows; that cell."""
        cell, asked = self.cell(self.place), self.talk.asked
        is_code = "jp-CodeCell" in (cell.get_attribute("class") or "")
        act()
        if is_code:
            self.wait_until(lambda: self.talk.asked > asked)
            self.wait_until(lambda: self.talk.answered >= self.talk.asked)
        for widget in cell.locator(WIDGET).all():
            expect(widget.locator("section.caire")).to_be_visible()
        return cell

    def wait_until(self, is_so: Callable[[], bool], limit_ms: int = 90_000) -> None:
        for _ in range(limit_ms // 50):
            if is_so():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the kernel did not answer within {limit_ms} ms")

    def read_above(self, place: int) -> str:
        """The results of the three cells above, the nearest last."""
        above = [self.cell(each) for each in range(max(0, place - 3), place)]
        texts = [cell.locator(".jp-OutputArea").all_inner_texts() for cell in above]
        return "\n".join(line for text in texts for line in text)

    def submit(self) -> None:
        """Submit, and wait for the mark and the reasons, without leaving the page."""
        self.bar.locator("[data-action=submit]").click()
        self.is_marked()

    def is_marked(self) -> None:
        """The mark of this submission: an earlier one's stands there until the end."""
        again = self.bar.locator("[data-action=submit]:not([aria-disabled=true])")
        expect(again).to_be_visible(timeout=90_000)
        expect(self.bar.locator(".caire-receipt a")).to_be_visible()
        expect(self.bar.get_by_role("status")).to_contain_text(
            re.compile(r"points? (sur|out of) "), timeout=90_000
        )

    @property
    def states(self) -> list[str]:
        """The state of each exercise, as the bar's steps show it."""
        steps = self.bar.locator(".caire-step")
        return [str(step.get_attribute("data-state")) for step in steps.all()]

    def keep(self, folder: Path, name: str) -> None:
        self.page.screenshot(path=folder / f"{name}.png")
