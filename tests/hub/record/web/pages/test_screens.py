"""The pages in Debian's Chromium: accessible, by keyboard, without script, moving.

Every page is photographed at 1280 and 320 pixels, in French and English, into
test-artefacts/record/ for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from hub.record.store import people
from hub.record.web.pages.vendoring import ROOT, TARGET, vendor
from tests.chromium import chromium_browser
from tests.hub.record.classroom_life import Life, headers

pytestmark = pytest.mark.browser
ARTEFACTS = ROOT / "test-artefacts" / "record"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    vendor(ROOT, TARGET)
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    with chromium_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def addresses(school: Life) -> dict[str, tuple[str, str]]:
    """Page name -> who looks at it, and its address."""
    mine = school.http.get("/api/submissions", headers=headers("ada")).json()
    with school.server.context.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    return {
        "home": ("ada", "/"),
        "empty": ("nobody", "/"),
        "lab": ("ada", "/lab/demo/N1-01"),
        "receipt": ("ada", f"/receipt/{mine['submissions'][0]['id']}"),
        "missing": ("ada", "/nope"),
        "forbidden": ("ada", "/class/demo"),
        "signin": ("", "/oauth_callback?code=x&state=y"),
        "class": ("prof", "/class/demo?lab=N1-01"),
        "stuck": ("prof", "/class/demo?lab=N1-00"),
        "learner": ("prof", f"/class/demo/learner/{seat.learner}"),
        "history": ("prof", "/class/demo/history"),
    }


def signed_in(chromium: Browser, life: Life, who: str, **how: Any) -> BrowserContext:
    context = chromium.new_context(**how)
    page = context.new_page()
    if who:
        page.goto(f"{life.server.origin}/hub/login?user={who}")
    page.close()
    return context


NAMES = [
    "home",
    "empty",
    "lab",
    "receipt",
    "missing",
    "forbidden",
    "signin",
    "class",
    "stuck",
    "learner",
    "history",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_fits_passes_axe_and_is_photographed(
    chromium: Browser,
    school: Life,
    addresses: dict[str, tuple[str, str]],
    name: str,
    lang: str,
) -> None:
    who, path = addresses[name]
    # bypass_csp: only to put axe into the page.
    context = signed_in(chromium, school, who, locale=lang, bypass_csp=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if width == 1280:
            page.goto(school.server.url + path)
        photograph(page, f"{name}-{width}-{lang}")
        problems += [f"{width} px: {each}" for each in overflow(page)]
    problems += violations(page)
    if lang == "fr":  # dark is about colours, not words
        page.emulate_media(color_scheme="dark")
        photograph(page, f"{name}-320-fr-dark")
        problems += violations(page)
    context.close()

    assert problems == []


def photograph(page: Page, name: str) -> None:
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def overflow(page: Page) -> list[str]:
    root = "document.documentElement"
    wider = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [f"{wider} px too wide"] if wider > 0 else []


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def missing(request: Request) -> list[str]:
    """What failed to load; what the next page cut short is not missing."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


def test_nothing_is_blocked_by_the_strict_policy_and_nothing_is_missing(
    chromium: Browser, school: Life, addresses: dict[str, tuple[str, str]]
) -> None:
    said: list[str] = []
    fonts: set[str] = set()
    for who in ("ada", "prof"):
        context = signed_in(chromium, school, who)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("requestfailed", lambda request: said.extend(missing(request)))
        for whose, path in addresses.values():
            if whose == who and "nope" not in path and "oauth" not in path:
                if (who, path) == ("ada", "/class/demo"):
                    continue
                page.goto(school.server.url + path)
                page.evaluate("document.fonts.ready.then(() => 1)")
                fonts |= set(
                    page.evaluate(
                        "[...document.fonts].filter(f => f.status === 'loaded')"
                        ".map(f => f.family)"
                    )
                )
        context.close()

    assert said == []
    assert any("Atkinson" in family for family in fonts)


def test_the_keyboard_reaches_the_next_step_first(
    chromium: Browser, school: Life
) -> None:
    context = signed_in(chromium, school, "ada", locale="fr")
    page = context.new_page()
    page.goto(school.server.url + "/")
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", stops[-1]
    context.close()

    assert stops[0] == "Aller au contenu"
    assert "Ouvrir mon notebook" in stops
    assert stops.index("Ouvrir mon notebook") <= 6


def test_everything_works_without_script(chromium: Browser, life: Life) -> None:
    """An instructor releases, extends and undoes; a learner reads why."""
    life.done("ada", "N1-01", ["passed", "failed"], None, "M7")
    context = signed_in(chromium, life, "prof", java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(life.server.url + "/class/demo")
    page.get_by_label("Nouvelle date").fill("2099-01-01T12:00")
    page.get_by_label("Personne").select_option(label="Ada Lovelace")
    page.get_by_role("button", name="Donner ce délai").click()
    assert page.get_by_role("status").is_visible()
    page.get_by_role("button", name="Retirer ce délai").click()
    assert page.get_by_text("Aucun délai accordé").is_visible()
    page.get_by_label("À rendre avant le").fill("2099-02-01T12:00")
    page.get_by_role("button", name="Publier pour la classe").click()
    assert page.get_by_text("Publication en cours").is_visible()
    context.close()
    context = signed_in(chromium, life, "ada", java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(life.server.url + "/")
    shown = page.get_by_text("Ton score est mesuré").first.is_visible()
    context.close()

    assert shown


def test_the_class_moves_by_itself_and_keeps_the_focus(
    chromium: Browser, life: Life
) -> None:
    life.done("basile", "N1-00", ["failed"] * 3)
    context = signed_in(chromium, life, "prof", locale="fr")
    page = context.new_page()
    page.goto(life.server.url + "/class/demo?lab=N1-00")
    page.get_by_role("link", name="Ada Lovelace").focus()
    assert page.get_by_text("1 / 5").first.is_visible()

    life.done("ada", "N1-00", ["passed"] * 3)
    page.get_by_text("2 / 5").first.wait_for(timeout=15_000)
    focused = page.evaluate("document.activeElement.textContent")
    page.screenshot(path=ARTEFACTS / "class-moved.png", full_page=True)
    context.close()

    assert focused == "Ada Lovelace"


def test_the_lab_page_shows_the_mark_when_it_comes(
    chromium: Browser, life: Life
) -> None:
    sent = life.send("ada", "N1-00")
    context = signed_in(chromium, life, "ada", locale="fr")
    page = context.new_page()
    page.goto(life.server.url + "/lab/demo/N1-00")
    assert page.get_by_text("place 1 dans la file").is_visible()

    life.mark(sent, "N1-00", ["passed"] * 3)
    page.get_by_text("4 sur 4").first.wait_for(timeout=15_000)
    page.wait_for_timeout(2500)
    still_asks = page.locator("[hx-get]").count()
    context.close()

    assert still_asks == 0


def test_a_receipt_prints_on_paper(
    chromium: Browser, school: Life, addresses: dict[str, tuple[str, str]]
) -> None:
    context = signed_in(chromium, school, "ada", color_scheme="dark", locale="fr")
    page = context.new_page()
    page.goto(school.server.url + addresses["receipt"][1])
    page.emulate_media(media="print")
    hidden = not page.get_by_role("link", name="Se déconnecter").is_visible()
    background = page.evaluate("getComputedStyle(document.documentElement).background")
    page.screenshot(path=ARTEFACTS / "receipt-print.png", full_page=True)
    context.close()

    assert hidden
    assert "rgb(255, 255, 255)" in background
