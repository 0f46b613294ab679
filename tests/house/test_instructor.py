"""Prof and prof-b: release, watch, mark by hand, extend; and see no other class."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.house.conftest import Visit, released
from tests.house.house import House, until
from tests.house.pages import HOME, keep, keep_narrow
from tests.house.work import mark_of, send, signed, solved, states_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLASS = f"{HOME}class/demo"
PARIS = ZoneInfo("Europe/Paris")


def in_days(days: int) -> datetime:
    """A deadline in the site's time zone, on the minute."""
    return datetime.now(PARIS).replace(second=0, microsecond=0) + timedelta(days=days)


def typed(moment: datetime) -> str:
    """As a browser's date field takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def due_of(house: House, name: str, lab: str) -> datetime | None:
    with house.as_person(name) as person:
        listed = person.get("api/assignments").json()["assignments"]
    due = next(each["due"] for each in listed if each["lab"] == lab)
    return datetime.fromisoformat(due) if due else None


def test_a_lab_is_released_with_a_deadline_from_the_page(
    house: House, visit: Visit, artefacts: Path
) -> None:
    due = in_days(9)
    assert released(house, "fatou") == ["N1-00"]
    page = visit("prof-b", lang="fr")
    keep(page, artefacts, "01-class-b")
    form = page.locator("form[action$='/release']")
    form.locator("[name=lab]").select_option("N1-01")
    form.locator("[name=due]").fill(typed(due))
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_be_visible()
    keep(page, artefacts, "02-releasing")

    until("N1-01 released", lambda: "N1-01" in released(house, "fatou"), 90, 0.5)

    assert due_of(house, "fatou", "N1-01") == due
    expect(page.locator("#class-labs")).not_to_contain_text("En préparation")


def test_a_lab_is_released_with_a_deadline_from_a_terminal(house: House) -> None:
    due = in_days(20)
    words = ("N1-00", "--cohort", "demo", "--due", due.isoformat())

    done = house.run("autograder", "release", *words)

    assert done.returncode == 0, done.stderr
    assert due_of(house, "elin", "N1-00") == due


def test_the_class_moves_while_a_learner_hands_in_and_is_marked_by_hand(
    house: House, visit: Visit, artefacts: Path
) -> None:
    page = visit("prof", lang="fr")
    page.goto(f"{CLASS}?lab=N1-01")
    driss = page.locator("#class-matrix tr", has_text="Driss")
    expect(driss.locator("td.passed")).to_have_count(0)
    with house.as_person("driss") as person:
        files = signed(solved("N1-01"), "N1-01", "driss")
        submission = send(person, "demo", "N1-01", files)["submission"]["id"]
        mark_of(person, submission)

        # The page was not loaded again.
        expect(driss.locator("td.passed")).to_have_count(5)
        expect(driss).to_contain_text("En relecture")
        keep(page, artefacts, "03-class-live")
        keep_narrow(page, artefacts, "03-class-live")
        prof_marks_the_answer(page, artefacts)
        until(
            "the mark typed in formgrader is in the record",
            lambda: person_is_told(person.get(f"api/submissions/{submission}").json()),
        )

    page.goto(f"{CLASS}?lab=N1-01")
    expect(driss).to_contain_text("14,5")
    driss_page = visit("driss", lang="fr")
    driss_page.goto(f"{HOME}lab/demo/N1-01")
    expect(driss_page.locator("main")).to_contain_text(re.compile(r"14,5\s+sur\s+15"))
    keep(driss_page, artefacts, "06-driss-sees-it")


def prof_marks_the_answer(page: Page, artefacts: Path) -> None:
    page.locator("#papers").click()
    table = page.locator("#main-table")
    table.get_by_role("link", name="N1-01").click()
    table.get_by_role("link", name="N1-01").click()
    keep(page, artefacts, "04-papers")
    open_the_copy_of(page, "Driss")
    expect(page.locator("#reflection")).to_be_visible()
    page.wait_for_function("() => formgrader.loaded && formgrader.grades.loaded")
    keep(page, artefacts, "05-one-answer")
    with page.expect_response(lambda r: r.request.method == "PUT" and r.ok):
        page.locator("#reflection").fill("2.5")
        page.locator("#reflection").blur()


def open_the_copy_of(page: Page, name: str) -> None:
    """The list hides the names until the eye beside them is clicked."""
    expect(page.locator("#main-table .name-hidden").first).to_be_visible()
    for eye in page.locator("#main-table .glyphicon-eye-open").all():
        if eye.is_visible():
            eye.click()
    page.mouse.move(0, 0)  # away from the last eye: its tooltip covers the names
    page.locator("#main-table").get_by_role("link", name=name).click()


def person_is_told(answer: dict[str, dict[str, dict[str, float]]]) -> bool:
    result = answer["submission"]["result"]
    return result["points"] == 14.5 and states_of(result)["reflection"] == "partial"


def test_one_learner_gets_more_time(
    house: House, visit: Visit, artefacts: Path
) -> None:
    later = in_days(40)
    page = visit("prof", lang="en")
    form = page.locator("form[action$='/extend']")
    form.locator("[name=learner]").select_option("Basile")
    form.locator("[name=lab]").select_option("N1-00")
    form.locator("[name=due]").fill(typed(later))
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_be_visible()
    keep(page, artefacts, "07-extended")

    assert due_of(house, "basile", "N1-00") == later
    assert due_of(house, "elin", "N1-00") != later


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("prof", f"{HOME}class/demo-b"),
        ("prof", f"{HOME}class/demo-b/history"),
        ("prof", "/services/formgrader/demo-b/formgrader"),
        ("prof-b", CLASS),
        ("prof-b", "/services/formgrader/demo/formgrader"),
        ("ada", CLASS),
        ("ada", "/services/formgrader/demo/formgrader"),
        ("fatou", f"{HOME}lab/demo/N1-01"),
    ],
)
def test_nobody_sees_another_class(house: House, name: str, address: str) -> None:
    with house.browserless(name) as client:
        answer = client.get(address)

    assert answer.status_code in (403, 404), answer.url
    assert "Basile" not in answer.text
    assert "Fatou" not in answer.text.replace("Fatou", "", int(name == "fatou"))
