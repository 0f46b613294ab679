"""Ada, in French, with a mouse: from the login page to her mark, and what is next."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.house.answers import REFLECTION
from tests.house.conftest import Visit
from tests.house.hands import Mouse
from tests.house.house import House
from tests.house.notebook import Lab
from tests.house.pages import HOME, keep, keep_narrow

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AUTOMATIC = 5


def test_ada_builds_her_ai_and_reads_her_mark(
    house: House, visit: Visit, artefacts: Path
) -> None:
    page = visit("ada", lang="fr")
    lab = Lab(page)

    home_tells_what_is_next(page, artefacts)
    page.goto(f"{HOME}lab/demo/N1-01")
    keep(page, artefacts, "02-lab-page")
    lab.open_from(page.get_by_role("link", name="Ouvrir mon notebook"))
    lab.prepare()
    keep(page, artefacts, "03-prepared", whole=False)
    mouse = Mouse(lab)
    she_draws_and_sees_her_ai_guess(mouse, artefacts)
    last = lab.count - 1
    mouse.work_down(5, last - 3)
    she_writes_her_conclusion(lab, REFLECTION["fr"])

    lab.submit()

    keep(page, artefacts, "06-marked", whole=False)
    assert lab.states == ["passed"] * AUTOMATIC + ["waiting"], lab.bar.inner_text()
    expect(lab.bar).to_contain_text("12 points sur 12")
    reasons_and_receipt_are_there(lab, artefacts)
    home_shows_the_mark(page, artefacts)
    starting_again_keeps_a_copy(page, lab, house, artefacts)


def home_tells_what_is_next(page: Page, artefacts: Path) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Ada")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    opens = page.get_by_role("link", name="Ouvrir mon notebook")
    assert opens.count() == 1
    keep(page, artefacts, "01-home")
    keep_narrow(page, artefacts, "01-home")


def she_draws_and_sees_her_ai_guess(mouse: Mouse, artefacts: Path) -> None:
    lab = mouse.lab
    mouse.draw_all(lab.cell(3).locator("section.caire"))
    keep(lab.page, artefacts, "04-drawn", whole=False)
    lab.select(4)
    live = lab.run().locator("section.caire")
    live.locator(".pad").scroll_into_view_if_needed()
    mouse.draw_one(live.locator(".pad"))
    expect(live).to_contain_text(re.compile("Ton IA répond [01]"))
    keep(lab.page, artefacts, "05-live-guess", whole=False)


def she_writes_her_conclusion(lab: Lab, text: str) -> None:
    lab.bar.locator(".caire-step").last.click()
    expect(lab.active).to_be_in_viewport()
    lab.active.locator(".jp-RenderedMarkdown").dblclick()
    lab.active.locator(".cm-content").click()
    lab.page.keyboard.press("Control+A")
    lab.page.keyboard.insert_text(text)
    lab.run()


def reasons_and_receipt_are_there(lab: Lab, artefacts: Path) -> None:
    toggle = lab.bar.get_by_role("button", name=re.compile("détails"))
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    expect(lab.bar.locator(".caire-reasons")).to_contain_text("Réussi")
    with lab.page.context.expect_page() as opened:
        lab.bar.locator(".caire-receipt a").click()
    receipt = opened.value
    expect(receipt.get_by_role("heading", level=1)).to_be_visible()
    expect(receipt.locator("main")).to_contain_text("N1-01")
    keep(receipt, artefacts, "07-receipt")
    keep_narrow(receipt, artefacts, "07-receipt")
    receipt.close()


def home_shows_the_mark(page: Page, artefacts: Path) -> None:
    page.locator(".caire-home").click()
    page.wait_for_url(re.compile(re.escape(HOME)))
    expect(page.locator("main")).to_contain_text(re.compile(r"12\s+sur\s+15"))
    expect(page.locator("main")).to_contain_text("Prise en main")
    keep(page, artefacts, "08-home-marked")
    keep_narrow(page, artefacts, "08-home-marked", 390)
    page.goto(f"{HOME}lab/demo/N1-01")
    keep(page, artefacts, "09-lab-marked")
    keep_narrow(page, artefacts, "09-lab-marked")


def starting_again_keeps_a_copy(
    page: Page, lab: Lab, house: House, artefacts: Path
) -> None:
    page.get_by_role("link", name="Ouvrir mon notebook").click()
    lab.has_opened()
    lab.bar.locator("[data-action=more]").click()
    lab.bar.locator("[data-action=again]").click()
    keep(page, artefacts, "10-start-again", whole=False)
    lab.bar.locator("[data-action=yes-again]").click()
    expect(lab.bar.get_by_role("status")).to_contain_text("N1-01 (copie")

    ada = next((house.state / "homes").glob("ada*"))
    copies = list(ada.glob("N1-01 (copie*/N1-01.ipynb"))
    assert len(copies) == 1
    assert REFLECTION["fr"] in copies[0].read_text(encoding="utf-8")
    assert REFLECTION["fr"] not in (ada / "N1-01" / "N1-01.ipynb").read_text("utf-8")
    assert (copies[0].parent / "mes-dessins.json").is_file()
