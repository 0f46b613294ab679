"""Fixtures of the whole house.

- `house`: one running house (tests/house/house.py), shared by all journeys.
- `own_house`: a house of this test's own, not started yet; ended whatever happens.
- `chromium`: Debian's Chromium, one a file.
- `visit`: opens a browser window: `visit("ada", lang="fr", width=1280)` is signed in.
- `artefacts` (tests/conftest.py): where screenshots go.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium_browser
from tests.house.books import assert_books_agree
from tests.house.house import House, until
from tests.house.pages import sign_in

PATIENCE_MS = 45_000  # two cores run the Hub, the marking and the browser
TALL = 900

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Started once, with both labs released; stopped with Ctrl-C at the end."""
    # 20 s of a core are plenty for honest work, and the endless one ends sooner.
    marking = {"marking": "cpu_s = 20\n"}
    house = House(tmp_path_factory.mktemp("house", numbered=True), marking)
    try:
        house.start()
        until("both labs released", lambda: len(released(house)) == 2, 120, 1.0)
        yield house
        assert_books_agree(house)  # after every journey
        house.stop()
    finally:
        house.end_whatever_runs()


def released(house: House, name: str = "ada") -> list[str]:
    """The labs that this learner can open."""
    with house.as_person(name) as person:
        listed = person.get("api/assignments").json()["assignments"]
    return [each["lab"] for each in listed]


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "own")
    yield house
    house.end_whatever_runs()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with chromium_browser() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, house: House) -> Iterator[Visit]:
    """Windows of this test, closed at its end. Nothing outside may be asked for."""
    contexts = []

    def opened(name: str | None, *, lang: str = "fr", width: int = 1280) -> Page:
        locale = {"fr": "fr-FR", "en": "en-GB"}[lang]
        context = chromium.new_context(
            base_url=house.url,
            locale=locale,
            timezone_id="Europe/Paris",
            viewport={"width": width, "height": TALL},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        if name:
            sign_in(page, name, house.accounts[name])
        return page

    yield opened
    for context in contexts:
        context.close()
