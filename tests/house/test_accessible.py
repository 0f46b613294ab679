"""Every page of the Hub, the record and the lab bar, read by axe-core, and narrow."""

from pathlib import Path

import pytest

from tests.house.conftest import Visit
from tests.house.house import House
from tests.house.notebook import Lab
from tests.house.pages import HOME, findings, keep, keep_narrow
from tests.house.work import mark_of, send, signed, solved

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGUAGES = pytest.mark.parametrize("lang", ["fr", "en"])

PAGES = {
    ("ada", "home"): HOME,
    ("ada", "lab"): f"{HOME}lab/demo/N1-01",
    ("ada", "receipt"): f"{HOME}receipt/SUBMISSION",
    ("ada", "not-here"): f"{HOME}lab/demo/N9-99",
    ("ada", "hub-home"): "/hub/home",
    ("ada", "hub-404"): "/hub/nothing-here",
    ("prof", "class"): f"{HOME}class/demo?lab=N1-01&live=off",
    ("prof", "history"): f"{HOME}class/demo/history",
    ("operateur", "operator-home"): HOME,
    ("operateur", "admin"): "/hub/admin",
}


@pytest.fixture(scope="module")
def submission(house: House) -> str:
    """Work of elin's, so that pages have something to show."""
    with house.as_person("ada") as ada:
        files = signed(solved("N1-01"), "N1-01", "accessible")
        sent = send(ada, "demo", "N1-01", files)
        mark_of(ada, sent["submission"]["id"])
        return str(sent["submission"]["id"])


@LANGUAGES
def test_the_login_page(visit: Visit, artefacts: Path, lang: str) -> None:
    page = visit(None, lang=lang)
    page.goto("/hub/login")
    keep(page, artefacts, f"login-{lang}")
    keep_narrow(page, artefacts, f"login-{lang}")

    assert findings(page) == []


@LANGUAGES
@pytest.mark.parametrize("name", ["ada", "prof", "operateur"])
def test_the_pages_of(
    visit: Visit, artefacts: Path, submission: str, name: str, lang: str
) -> None:
    page = visit(name, lang=lang)
    found = []
    for (who, title), address in PAGES.items():
        if who == name:
            page.goto(address.replace("SUBMISSION", submission))
            if title == "admin":
                page.get_by_role("table").first.wait_for()  # drawn by its JavaScript
            keep(page, artefacts, f"{title}-{lang}")
            if title == "admin":
                continue  # JupyterHub's own table, with findings of its own
            found += [f"{title}: {each}" for each in findings(page)]
            keep_narrow(page, artefacts, f"{title}-{lang}")

    assert found == []


@LANGUAGES
def test_the_bar_and_the_widgets_in_a_lab(
    visit: Visit, artefacts: Path, lang: str
) -> None:
    name = {"fr": "elin", "en": "driss"}[lang]  # a lab once fetched keeps its language
    page = visit(name, lang=lang)
    lab = Lab(page)
    page.goto(
        f"/hub/spawn/{name}?next=/user/{name}/labs/open%3Fcohort%3Ddemo%26lab%3DN1-00%26lang%3D{lang}"
    )
    lab.has_opened()
    lab.prepare()

    found = findings(page, ".caire-bar")
    for widget in page.locator("section.caire").all():
        widget.scroll_into_view_if_needed()
    found += findings(page, ".jp-Notebook section.caire")
    lab.keep(artefacts, f"lab-{lang}")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(500)
    lab.keep(artefacts, f"lab-{lang}-390")

    assert found == []
