"""The bar as a learner meets it: a real JupyterLab in a real browser.

Slow (JupyterLab loads anew each time, about 4 s), and worth it: the bar is loaded
through module federation by hand, and only a browser can say that it works.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.labs.bar.conftest import LabServer
from tests.labs.exchange.fake_record import FakeRecord, notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "fr": {
        "bar": "Barre du lab",
        "title": "N1-01 · Mon IA reconnaît mes dessins",
        "submit": "Rendre",
        "check": "Vérifier",
        "prepare": "Tout préparer",
        "receipt": "Ton reçu signé",
        "marking": "Correction en cours",
        "queue": "2 rendus passent avant le tien.",
        "mark": "3 points sur 4.",
        "passed": "Exercice\u00a01, Mes dessins\u00a0: Réussi",
        "almost": "Exercice\u00a02, Mon score\u00a0: En partie",
        "reason": "Essaie de le mesurer sur les dessins mis de côté.",
        "checked": "1 exercice réussi sur 2.",
        "no mark": "ne change pas ta note",
        "checks left": "Exercice\u00a02, Mon score\u00a0: "
        "3 vérifications restantes\u00a0; la prochaine dans 2\u00a0min.",
    },
    "en": {
        "bar": "Lab bar",
        "title": "N1-01 · My AI recognises my drawings",
        "submit": "Submit",
        "check": "Check",
        "prepare": "Prepare everything",
        "receipt": "Your signed receipt",
        "marking": "Being marked",
        "queue": "2 submissions are before yours.",
        "mark": "3 points out of 4.",
        "passed": "Exercise\u00a01, My drawings: Passed",
        "almost": "Exercise\u00a02, My score: Partly",
        "reason": "Try to measure it on the drawings held back.",
        "checked": "1 of 2 exercises passed.",
        "no mark": "does not change your mark",
        "checks left": "Exercise\u00a02, My score: 3 checks left; next in 2\u00a0min.",
    },
}
LONG_MS = 240_000  # a kernel on a busy machine; nothing waits longer than it must
NEVER = 1_000_000


def open_lab(page: Page, server: LabServer, lang: str = "fr") -> Any:
    """The bar of the lab, opened as from the learner's home page."""
    page.goto(server.address(f"labs/open?cohort=demo&lab=N1-01&lang={lang}"))
    bar = page.get_by_role("region", name=WORDS[lang]["bar"])
    expect(bar).to_be_visible(timeout=LONG_MS)
    expect(bar).to_contain_text(WORDS[lang]["title"])
    return bar


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_click_saves_submits_and_brings_the_mark_and_its_reasons(
    lang: str, page: Page, server: LabServer, fake: FakeRecord, artefacts: Path
) -> None:
    words = WORDS[lang]
    fake.asks_before_mark = NEVER
    bar = open_lab(page, server, lang)
    assert page.url.endswith("/doc/tree/N1-01/N1-01.ipynb")
    page.screenshot(path=artefacts / f"open-{lang}.png")
    type_in_the_second_code_cell(page, "answer = 42")

    bar.get_by_role("button", name=words["submit"], exact=True).click()

    expect(bar.get_by_role("link", name=words["receipt"])).to_be_visible()
    expect(bar.get_by_role("status")).to_contain_text(words["marking"])
    expect(bar.get_by_role("status")).to_contain_text(words["queue"])
    page.screenshot(path=artefacts / f"queue-{lang}.png")
    assert b"answer = 42" in fake.files["s1"]["N1-01.ipynb"]

    fake.asks_before_mark = 1

    expect(bar.get_by_role("status")).to_contain_text(words["mark"], timeout=LONG_MS)
    expect(bar.get_by_role("button", name=words["passed"])).to_be_visible()
    expect(bar.get_by_role("button", name=words["almost"])).to_be_visible()
    expect(bar.get_by_text(words["reason"])).to_be_visible()
    expect(bar.locator("b")).to_have_count(0)
    page.screenshot(path=artefacts / f"mark-{lang}.png")


def test_the_last_result_is_there_after_a_reload(
    page: Page, server: LabServer, fake: FakeRecord
) -> None:
    bar = open_lab(page, server)
    bar.get_by_role("button", name="Rendre", exact=True).click()
    expect(bar.get_by_role("status")).to_contain_text("3 points sur 4.")

    page.goto(server.address("lab/tree/N1-01/N1-01.ipynb"))

    again = page.get_by_role("region", name="Barre du lab")
    expect(again.get_by_role("status")).to_contain_text(
        "3 points sur 4.", timeout=LONG_MS
    )
    expect(again.get_by_role("link", name="Ton reçu signé")).to_have_attribute(
        "href", "/services/record/receipt/s1"
    )
    assert len(fake.submissions) == 1


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_check_answers_without_a_mark(
    page: Page, server: LabServer, lang: str, artefacts: Path
) -> None:
    bar = open_lab(page, server, lang)

    bar.get_by_role("button", name=WORDS[lang]["check"], exact=True).click()

    for each in ("checked", "no mark", "checks left"):
        expect(bar.get_by_role("status")).to_contain_text(WORDS[lang][each])
    expect(bar.get_by_text(WORDS[lang]["reason"])).to_be_visible()
    expect(bar.get_by_role("link", name=WORDS[lang]["receipt"])).to_have_count(0)
    page.screenshot(path=artefacts / f"checked-{lang}.png")
    page.set_viewport_size({"width": 320, "height": 640})
    page.screenshot(path=artefacts / f"checked-phone-{lang}.png")


def test_the_keyboard_alone_is_enough(
    page: Page, server: LabServer, artefacts: Path
) -> None:
    bar = open_lab(page, server)

    tab_to(page, "submit")
    page.screenshot(path=artefacts / "keyboard-focus.png")
    page.keyboard.press("Enter")

    expect(bar.get_by_role("status")).to_contain_text("3 points sur 4.")
    assert focused(page) == "submit"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert focused(page) == "again"
    page.keyboard.press("Escape")
    assert focused(page) == "more"


def test_starting_again_asks_first_and_keeps_the_old_work(
    page: Page, server: LabServer, artefacts: Path
) -> None:
    bar = open_lab(page, server)
    type_in_the_second_code_cell(page, "answer = 42")

    bar.get_by_role("button", name="Plus d’actions").click()
    bar.get_by_role("button", name="Recommencer ce lab…").click()
    page.screenshot(path=artefacts / "start-again.png")
    bar.get_by_role("button", name="Recommencer", exact=True).click()

    expect(bar.get_by_role("status")).to_contain_text("Ton ancien travail est dans")
    copies = list(server.home.glob("N1-01 (copie *)/N1-01.ipynb"))
    assert [b"answer = 42" in copy.read_bytes() for copy in copies] == [True]
    fresh = server.home / "N1-01" / "N1-01.ipynb"
    assert b"answer = 42" not in fresh.read_bytes()
    expect(page.locator(".jp-Notebook")).not_to_contain_text("answer = 42")


def test_prepare_runs_the_cells_that_prepare_and_no_other(
    page: Page, server: LabServer
) -> None:
    bar = open_lab(page, server)

    bar.get_by_role("button", name="Tout préparer").click()

    expect(bar.get_by_role("status")).to_contain_text(
        "Le lab est prêt.", timeout=LONG_MS
    )
    outputs = page.locator(".jp-OutputArea-output")
    expect(outputs).to_have_count(1)
    expect(outputs).to_contain_text("prepared")


def test_without_cells_to_prepare_the_whole_lab_runs_and_stops_at_an_error(
    page: Page, server: LabServer, fake: FakeRecord
) -> None:
    lab = notebook("fr")
    del lab["cells"][1]["metadata"]["tags"]
    lab["cells"][4]["metadata"]["tags"] = ["raises-exception"]
    fake.releases["fr"]["N1-01.ipynb"] = json.dumps(lab).encode()
    bar = open_lab(page, server)

    bar.get_by_role("button", name="Tout préparer").click()

    expect(bar.get_by_role("status")).to_contain_text(
        "s’est arrêtée à cette cellule", timeout=LONG_MS
    )
    outputs = page.locator(".jp-OutputArea-output")
    expect(outputs.filter(has_text="AssertionError")).to_have_count(2)


def test_an_accessibility_checker_finds_nothing_in_the_bar(
    page: Page, server: LabServer, root: Path
) -> None:
    bar = open_lab(page, server)
    bar.get_by_role("button", name="Rendre", exact=True).click()
    expect(bar.get_by_role("status")).to_contain_text("3 points sur 4.")
    page.add_script_tag(path=root / "node_modules" / "axe-core" / "axe.min.js")

    for light in ("true", "false"):
        page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
        found = page.evaluate("axe.run('.caire-bar').then(done => done.violations)")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.mark.parametrize(
    "code", ["import os; os._exit(1)", "import time; time.sleep(600)"]
)
def test_submitting_works_while_the_kernel_is_dead_or_busy(
    code: str, page: Page, server: LabServer
) -> None:
    bar = open_lab(page, server)
    type_in_the_second_code_cell(page, code)
    page.keyboard.press("Control+Enter")
    bar.get_by_role("button", name="Tout préparer").click()

    bar.get_by_role("button", name="Rendre", exact=True).click()

    expect(bar.get_by_role("status")).to_contain_text("3 points sur 4.")


def test_a_refusal_is_one_sentence_and_the_next_try_goes_through(
    page: Page, server: LabServer, fake: FakeRecord, artefacts: Path
) -> None:
    fake.refuse_with = (
        403,
        {"fr": "La date de rendu est passée.", "en": "The due date has passed."},
    )
    bar = open_lab(page, server)
    submit = bar.get_by_role("button", name="Rendre", exact=True)

    submit.click()

    expect(bar.get_by_role("alert")).to_contain_text("Pas rendu")
    expect(bar.get_by_role("alert")).to_contain_text("La date de rendu est passée.")
    page.screenshot(path=artefacts / "refused.png")

    fake.refuse_with = None
    submit.click()

    expect(bar.get_by_role("status")).to_contain_text("3 points sur 4.")
    expect(bar.get_by_role("alert")).to_be_empty()


def test_without_the_record_the_bar_opens_and_says_so(
    page: Page, server: LabServer, fake: FakeRecord
) -> None:
    open_lab(page, server)
    fake.is_silent = True

    page.reload()

    bar = page.get_by_role("region", name="Barre du lab")
    expect(bar.get_by_role("alert")).to_contain_text(
        "Le serveur des labs ne répond pas", timeout=LONG_MS
    )
    bar.get_by_role("button", name="Rendre", exact=True).click()
    expect(bar.get_by_role("alert")).to_contain_text("Pas rendu")


def test_marking_is_followed_through_an_outage(
    page: Page, server: LabServer, fake: FakeRecord
) -> None:
    fake.asks_before_mark = NEVER
    bar = open_lab(page, server)
    bar.get_by_role("button", name="Rendre", exact=True).click()
    expect(bar.get_by_role("status")).to_contain_text("Correction en cours")

    fake.is_silent = True
    expect(bar.get_by_role("status")).to_contain_text("je redemande")
    fake.is_silent = False
    fake.asks_before_mark = 1

    expect(bar.get_by_role("status")).to_contain_text(
        "3 points sur 4.", timeout=LONG_MS
    )


def test_a_notebook_that_is_no_lab_has_no_bar(page: Page, server: LabServer) -> None:
    plain = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (server.home / "mine.ipynb").write_text(json.dumps(plain))

    page.goto(server.address("doc/tree/mine.ipynb"))

    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".caire-bar")).to_have_count(0)


def test_a_kept_copy_leads_back_to_the_lab(page: Page, server: LabServer) -> None:
    open_lab(page, server)
    shutil.copytree(server.home / "N1-01", server.home / "N1-01 (copie)")

    page.goto(server.address("doc/tree/N1-01 (copie)/N1-01.ipynb"))

    bar = page.get_by_role("region", name="Barre du lab")
    link = bar.get_by_role("link", name="Ouvrir le notebook du lab")
    expect(link).to_be_visible(timeout=LONG_MS)
    expect(bar.get_by_role("button", name="Rendre", exact=True)).to_be_hidden()
    link.click()
    expect(bar.get_by_role("button", name="Rendre", exact=True)).to_be_visible(
        timeout=LONG_MS
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_phone_sees_everything_in_reach(
    lang: str, page: Page, server: LabServer, artefacts: Path
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    bar = open_lab(page, server, lang)
    bar.get_by_role("button", name=WORDS[lang]["submit"], exact=True).click()
    expect(bar.get_by_role("status")).to_contain_text(WORDS[lang]["mark"])
    page.screenshot(path=artefacts / f"phone-{lang}.png")

    bar.locator(".caire-footer button").click()

    expect(bar.get_by_text(WORDS[lang]["reason"])).to_be_visible()
    page.screenshot(path=artefacts / f"phone-details-{lang}.png")
    sizes = bar.evaluate(
        "bar => [...bar.querySelectorAll('button, a')].filter(e => e.offsetParent)"
        ".map(e => e.getBoundingClientRect())"
        ".map(r => [Math.ceil(r.height), Math.ceil(r.left), Math.floor(r.right)])"
    )
    assert all(height >= 44 for height, _, _ in sizes)
    assert all(left >= 0 and right <= 320 for _, left, right in sizes)


def test_the_bar_follows_the_dark_theme(
    page: Page, server: LabServer, artefacts: Path
) -> None:
    bar = open_lab(page, server)
    bar.get_by_role("button", name="Rendre", exact=True).click()
    expect(bar.get_by_role("status")).to_contain_text("3 points sur 4.")

    page.evaluate("document.body.dataset.jpThemeLight = 'false'")

    page.screenshot(path=artefacts / "dark.png")
    assert bar.evaluate("bar => getComputedStyle(bar).backgroundColor") == (
        "rgb(28, 31, 41)"
    )


def test_a_lab_that_cannot_open_says_what_to_do(
    page: Page, server: LabServer, fake: FakeRecord, artefacts: Path
) -> None:
    fake.is_silent = True

    page.goto(server.address("labs/open?cohort=demo&lab=N1-01&lang=fr"))

    expect(page.get_by_role("heading")).to_have_text("Le lab ne s’est pas ouvert")
    expect(page.get_by_role("alert")).to_contain_text("ne répond pas")
    page.screenshot(path=artefacts / "trouble.png")
    fake.is_silent = False
    page.get_by_role("link", name="Réessayer").click()
    expect(page.locator(".caire-bar")).to_be_visible(timeout=LONG_MS)


def type_in_the_second_code_cell(page: Page, text: str) -> None:
    cell = page.locator(".jp-CodeCell").nth(1).locator(".cm-content")
    cell.click()
    expect(page.locator(".jp-CodeCell").nth(1).locator(".cm-focused")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def tab_to(page: Page, action: str) -> None:
    for _ in range(80):
        if focused(page) == action:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"80 times Tab did not reach {action}")


def focused(page: Page) -> str | None:
    found: str | None = page.evaluate(
        "document.activeElement?.getAttribute('data-action')"
    )
    return found
