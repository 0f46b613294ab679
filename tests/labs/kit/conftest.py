"""Fixtures: `folder` (an empty assignment folder, French), `stage` (a browser page
in which a real widget is drawn, its JavaScript talking to its Python; no Jupyter),
`phone` (the same, small and touched).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium_browser

ROOT = Path(__file__).parents[3]
ARTEFACTS = ROOT / "test-artefacts" / "kit"
PAGE = Path(__file__).with_name("stage.html")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from labs.kit import attempts, language

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("CAIRE_LANG", raising=False)
    monkeypatch.setattr(language, "_chosen", [])
    monkeypatch.setattr(attempts, "_watched", {})
    return tmp_path


# Two busy cores are enough: what is waited for arrives, sooner or later.
expect.set_options(timeout=30_000)


# Not for the whole session: Playwright's loop would be in the way of async tests.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


class Stage:
    """One page with one widget on it. `page` is Playwright's; `widget` is Python's."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget: Any = None
        self.deaf = False  # a kernel that does not answer
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("toPython", self._to_python)
        page.set_content(PAGE.read_text("utf-8"))

    def put(self, widget: Any) -> Page:
        self.widget = widget
        state = {k: v for k, v in widget.get_state().items() if k != "layout"}
        self.page.evaluate(
            "([css, esm, state]) => put(css, esm, state)",
            [
                state.pop("_css"),
                state.pop("_esm"),
                state,
            ],
        )
        self.page.wait_for_selector(".caire")
        return self.page

    def change(self, act: Callable[[], None]) -> None:
        """Change the widget from Python; the page hears of it."""
        self.page.evaluate("changes => fromPython(changes)", self._changes_of(act))

    def look(self, name: str) -> None:
        """Keep a screenshot, for people to look at."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.page.locator(".caire").screenshot(path=ARTEFACTS / f"{name}.png")

    def findings(self) -> list[str]:
        """What axe-core calls serious or critical, one line each."""
        self.page.add_script_tag(path=AXE)
        found = self.page.evaluate("axe.run(document.querySelector('.caire'))")
        return [
            f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
            for rule in found["violations"]
            if rule["impact"] in {"serious", "critical"}
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - window.innerWidth"
            )
        )

    def _to_python(self, changes: dict[str, Any]) -> dict[str, Any]:
        if self.deaf:
            return {}
        return self._changes_of(lambda: self.widget.set_state(changes))

    def _changes_of(self, act: Callable[[], None]) -> dict[str, Any]:
        before = self.widget.get_state()
        act()
        after = self.widget.get_state()
        return {
            k: v
            for k, v in after.items()
            if v != before[k] and k not in {"action", "layout"}
        }


@pytest.fixture
def stage(browser: Browser, folder: Path) -> Iterator[Stage]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    stage = Stage(context.new_page())
    yield stage
    context.close()
    assert stage.errors == []


@pytest.fixture
def phone(browser: Browser, folder: Path) -> Iterator[Stage]:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True
    )
    stage = Stage(context.new_page())
    yield stage
    context.close()
    assert stage.errors == []
