"""nbgrader's words become ours, in this process; test_nbgrader_commands types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError

from labs.exchange import plugins
from labs.exchange.problem import Problem
from tests.labs.exchange.fake_record import TOKEN, FakeRecord


@pytest.fixture
def connected(
    fake: FakeRecord, home: Path, monkeypatch: pytest.MonkeyPatch
) -> FakeRecord:
    monkeypatch.chdir(home)
    monkeypatch.setenv("CAIRE_RECORD_URL", fake.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", TOKEN)
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    monkeypatch.setenv("CAIRE_LANG", "en")
    return fake


def plugin(kind: type[Any], home: Path, **asked: Any) -> Any:
    course = CourseDirectory(
        course_id=asked.pop("course", ""), assignment_id=asked.pop("lab", "")
    )
    return kind(coursedir=course, assignment_dir=str(home), **asked)


def fetched(home: Path) -> Path:
    plugin(plugins.ExchangeFetchAssignment, home, lab="N1-01").start()
    return home / "N1-01"


@pytest.mark.usefixtures("connected")
def test_a_lab_is_listed_as_released_and_then_as_fetched(home: Path) -> None:
    before = plugin(plugins.ExchangeList, home).start()
    folder = fetched(home)
    after = plugin(plugins.ExchangeList, home).start()

    assert [(each["course_id"], each["status"]) for each in before] == [
        ("demo", "released")
    ]
    assert before[0]["notebooks"] == []
    assert after[0]["status"] == "fetched"
    assert after[0]["notebooks"] == [
        {"notebook_id": "N1-01", "path": str(folder / "N1-01.ipynb")}
    ]


@pytest.mark.usefixtures("connected")
def test_only_the_lab_that_was_asked_for_is_listed(home: Path) -> None:
    assert plugin(plugins.ExchangeList, home, lab="N1-00").start() == []


@pytest.mark.usefixtures("connected")
def test_a_lab_is_fetched_in_the_servers_language(home: Path) -> None:
    assert "My AI" in (fetched(home) / "N1-01.ipynb").read_text()


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("replace", [False, True])
def test_fetching_again_never_touches_what_is_there(home: Path, replace: bool) -> None:
    folder = fetched(home)
    (folder / "N1-01.ipynb").write_text("my work")
    again = plugin(
        plugins.ExchangeFetchAssignment,
        home,
        lab="N1-01",
        replace_missing_files=replace,
    )

    if replace:
        again.start()
    else:
        with pytest.raises(ExchangeError, match="your work was not touched"):
            again.start()

    assert (folder / "N1-01.ipynb").read_text() == "my work"


@pytest.mark.usefixtures("connected")
def test_a_notebook_that_was_deleted_comes_back_beside_the_learners_files(
    home: Path,
) -> None:
    folder = fetched(home)
    (folder / "N1-01.ipynb").unlink()
    (folder / "aides.json").write_text("mine")

    fetched(home)

    assert (folder / "N1-01.ipynb").exists()
    assert (folder / "aides.json").read_text() == "mine"


def test_a_submission_keeps_its_receipt_and_is_listed(
    connected: FakeRecord, home: Path
) -> None:
    folder = fetched(home)

    plugin(plugins.ExchangeSubmit, home, lab="N1-01").start()

    listed = plugin(plugins.ExchangeList, home, inbound=True).start()
    rows = listed[0]["submissions"]
    assert set(connected.files["s1"]) == {"N1-01.ipynb", "aides.json"}
    assert connected.submissions[0]["lang"] == "en"
    assert [row["student_id"] for row in rows] == ["ada"]
    assert rows[0]["has_local_feedback"] is False
    assert [each for each in folder.rglob("*") if "s1" in each.name], "a receipt"


def test_a_check_is_not_listed_as_a_submission(
    connected: FakeRecord, home: Path
) -> None:
    plugin(plugins.ExchangeSubmit, fetched(home).parent, lab="N1-01").start()
    connected.submissions[0]["kind"] = "check"

    assert plugin(plugins.ExchangeList, home, cached=True).start() == []


def test_feedback_lands_in_a_folder_named_by_the_submissions_time(
    connected: FakeRecord, home: Path
) -> None:
    plugin(plugins.ExchangeSubmit, fetched(home).parent, lab="N1-01").start()
    connected.submissions[0]["received_at"] = "../../2026-11-21T10:00:05"

    plugin(plugins.ExchangeFetchFeedback, home, lab="N1-01").start()

    page = home / "N1-01/feedback/------2026-11-21T10-00-05/N1-01.html"
    assert page.read_bytes() == b"<html>feedback</html>"
    listed = plugin(plugins.ExchangeList, home, inbound=True).start()
    row = listed[0]["submissions"][0]
    assert row["local_feedback_path"] == str(page.parent)


@pytest.mark.usefixtures("connected")
def test_a_submission_is_never_removed(home: Path) -> None:
    with pytest.raises(Problem, match="it is your proof"):
        plugin(plugins.ExchangeList, home, remove=True).remove_files()


class _Cohorts:
    """A record of which only the list of assignments is asked."""

    def __init__(self, *cohorts: str) -> None:
        self._listed = [{"cohort": each, "lab": "N1-01"} for each in cohorts]

    def list_assignments(self) -> list[dict[str, str]]:
        return [*self._listed, {"cohort": "of-another-lab", "lab": "N1-00"}]


def test_the_cohort_is_the_one_asked_for_else_the_folders_else_the_only_one(
    home: Path,
) -> None:
    asked = plugin(plugins.Exchange, home, lab="N1-01", course="asked")
    unsaid = plugin(plugins.Exchange, home, lab="N1-01")

    assert unsaid.cohort(_Cohorts("only", "only")) == "only"
    (home / "N1-01").mkdir()
    (home / "N1-01" / ".lab.json").write_text(json.dumps({"cohort": "own"}))
    assert unsaid.cohort(_Cohorts("a", "b")) == "own"
    assert asked.cohort(_Cohorts("a", "b")) == "asked"


@pytest.mark.parametrize("cohorts", [(), ("a", "b")], ids=["none", "two"])
def test_where_the_cohort_is_not_clear_the_learner_says_it(
    home: Path, cohorts: tuple[str, ...]
) -> None:
    with pytest.raises(Problem, match=f"given in {len(cohorts)} of your cohorts"):
        plugin(plugins.Exchange, home, lab="N1-01").cohort(_Cohorts(*cohorts))


@pytest.mark.parametrize(
    ("kind", "lang", "said"),
    [
        (plugins.ExchangeReleaseAssignment, "fr", "Rien n’a été distribué"),
        (plugins.ExchangeReleaseFeedback, "en", "publishes feedback as soon as"),
        (plugins.ExchangeCollect, "en", "collects each submission as it arrives"),
    ],
)
def test_a_step_of_the_staffs_says_who_does_it(
    home: Path, kind: type[Any], lang: str, said: str
) -> None:
    with pytest.raises(ExchangeError, match=said):
        plugin(kind, home, lab="N1-01", lang=lang).start()
