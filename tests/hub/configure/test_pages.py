"""The Hub's pages in Chromium, as a learner meets them; screenshots are kept."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium_browser
from tests.hub.realhub import RealHub

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("fr", "en")
WIDTHS = (1280, 320)
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, hub: RealHub) -> Iterator[Visit]:
    """Opens a window: visit("fr", 320); with a name, signed in."""
    windows = []

    def open_window(language: str, width: int, name: str = "") -> Page:
        window = chromium.new_context(
            viewport={"width": width, "height": 700}, locale=language, base_url=hub.url
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(60_000)
        if name:
            page.goto("/hub/login")
            sign_in(page, name, hub.passwords[name])
            page.wait_for_url("**/hub/home")
        return page

    yield open_window
    for window in windows:
        window.close()


def sign_in(page: Page, name: str, password: str) -> None:
    page.fill("#username_input", name)
    page.fill("#password_input", password)
    page.click("#login_submit")


def look_at(page: Page, artefacts: Path, root: Path, name: str) -> None:
    """A screenshot, no sideways scrolling, and nothing that axe finds."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    language = page.locator("html").get_attribute("lang")
    page.screenshot(path=artefacts / f"{name}-{language}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # A page of ours lets no foreign script in, so axe comes by the debugger.
    page.evaluate((root / "node_modules/axe-core/axe.min.js").read_text() + ";0")
    found: dict[str, Any] = page.evaluate("axe.run()")
    told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]
    assert told == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_is_told_kindly_and_the_right_one_leads_home(
    visit: Visit, hub: RealHub, artefacts: Path, root: Path, language: str, width: int
) -> None:
    page = visit(language, width)
    page.goto("/hub/login")
    look_at(page, artefacts, root, "login")

    sign_in(page, "driss", "wrong")

    said = {"fr": "ne vont pas ensemble", "en": "do not go together"}[language]
    expect(page.get_by_role("alert")).to_contain_text(said)
    assert page.input_value("#username_input") == "driss"
    look_at(page, artefacts, root, "login-wrong")
    sign_in(page, "driss", hub.passwords["driss"])
    page.wait_for_url("**/hub/home")
    look_at(page, artefacts, root, "home")


def test_the_keyboard_alone_signs_in(visit: Visit, hub: RealHub) -> None:
    page = visit("fr", 1280)
    page.goto("/hub/login")

    page.keyboard.type("driss")
    page.keyboard.press("Tab")
    page.keyboard.type(hub.passwords["driss"])
    page.keyboard.press("Enter")

    page.wait_for_url("**/hub/home")


def test_a_choice_of_language_stays(visit: Visit) -> None:
    page = visit("fr", 1280)
    page.goto("/hub/login")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")

    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/hub/login")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("en", 320)])
def test_a_paused_server_starts_by_itself_and_says_what_happens(
    visit: Visit, hub: RealHub, artefacts: Path, language: str, width: int
) -> None:
    page = visit(language, width, "elin")

    page.goto("/user/elin/lab")
    page.screenshot(path=artefacts / f"paused-{language}-{width}.png")
    page.wait_for_url("**/hub/spawn-pending/elin**")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.screenshot(path=artefacts / f"starting-{language}-{width}.png")

    page.wait_for_url(re.compile(r"^[^?]*/user/elin/lab"))
    page.wait_for_selector("#main.jp-LabShell")
    assert page.locator("html").get_attribute("lang") is not None
    hub.stop_server("elin")


def test_a_page_that_is_not_there_leads_back_to_the_labs(
    visit: Visit, artefacts: Path, root: Path
) -> None:
    page = visit("en", 320, "driss")

    page.goto("/hub/nowhere")

    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing at this")
    look_at(page, artefacts, root, "404")


def test_a_full_hub_says_so_and_tries_again(
    visit: Visit, artefacts: Path, root: Path, tmp_path: Path, chromium: Browser
) -> None:
    """A real Hub whose one place is taken."""
    full = "[servers]\nrunning_at_once = 1\n"
    with RealHub(tmp_path, full) as small:
        small.start_server("ada")
        for language, width in (("fr", 1280), ("en", 320)):
            window = chromium.new_context(
                viewport={"width": width, "height": 700},
                locale=language,
                base_url=small.url,
            )
            page = window.new_page()
            page.goto("/hub/login")
            sign_in(page, "basile", small.passwords["basile"])
            page.wait_for_url("**/hub/home")

            answer = page.goto("/hub/spawn/basile")

            assert answer is not None
            assert answer.status == 429
            said = {"fr": "Toutes les places sont prises", "en": "Every place is taken"}
            expect(page.get_by_role("heading", level=1)).to_have_text(said[language])
            look_at(page, artefacts, root, "full")
            window.close()


def test_no_page_of_ours_breaks_its_own_policy(visit: Visit) -> None:
    page = visit("fr", 1280)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    for path in ("/hub/login", "/hub/nowhere"):
        answer = page.goto(path)
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy

    assert [text for text in said if "Content Security Policy" in text] == []
