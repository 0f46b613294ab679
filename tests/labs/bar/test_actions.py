"""What the bar asks of the learner's server, asked without a server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labs.exchange.client import Record
from labs.exchange.problem import Problem
from labs.kit.bar.actions import LabActions
from labs.kit.bar.page import trouble_page
from tests.labs.exchange.fake_record import TOKEN, FakeRecord

NOW = datetime(2026, 11, 21, 14, 32, 7, tzinfo=UTC)


@pytest.fixture
def actions(fake: FakeRecord, tmp_path: Path) -> Iterator[LabActions]:
    record = Record(fake.url, TOKEN)
    yield LabActions(tmp_path, record)
    record.close()


def test_opening_fetches_the_lab_and_says_where_it_is(actions: LabActions) -> None:
    path = actions.open("demo", "N1-01", "fr")

    assert path == "N1-01/N1-01.ipynb"
    assert (actions.home / path).exists()


@pytest.mark.parametrize("lab", ["../..", "", "N1-01/..", "n1-01", "N1-01\n", "tmp"])
def test_a_lab_is_never_another_folder(lab: str, actions: LabActions) -> None:
    for ask in (
        lambda: actions.open("demo", lab, "fr"),
        lambda: actions.send(lab, "submit"),
        lambda: actions.again(lab, "fr", NOW),
        lambda: actions.state(lab),
    ):
        with pytest.raises(Problem):
            ask()


def test_before_anything_is_submitted_the_state_is_the_assignment(
    actions: LabActions,
) -> None:
    actions.open("demo", "N1-01", "fr")

    state = actions.state("N1-01")

    assert state["assignment"]["title"]["en"] == "My AI recognises my drawings"
    assert (state["last"], state["receipt"], state["trouble"]) == (None, None, None)


def test_submitting_keeps_the_signed_receipt_with_the_learner(
    actions: LabActions,
) -> None:
    actions.open("demo", "N1-01", "fr")

    sent = actions.send("N1-01", "submit")

    assert sent["receipt"]["url"] == "/services/record/receipt/s1"
    assert (actions.home / "N1-01" / ".receipts" / "s1.json").exists()


def test_a_check_does_not_hide_the_receipt_of_the_last_submission(
    actions: LabActions,
) -> None:
    actions.open("demo", "N1-01", "fr")
    actions.send("N1-01", "submit")
    actions.send("N1-01", "check")

    state = actions.state("N1-01")

    assert state["last"]["kind"] == "check"
    assert state["receipt"]["submission"] == "s1"


def test_a_silent_record_is_part_of_the_state(
    actions: LabActions, fake: FakeRecord
) -> None:
    actions.open("demo", "N1-01", "fr")
    fake.is_silent = True

    state = actions.state("N1-01")

    assert "ne répond pas" in state["trouble"]["fr"]
    assert state["cohort"] == "demo"


def test_work_without_its_lab_file_still_finds_its_cohort(actions: LabActions) -> None:
    actions.open("demo", "N1-01", "fr")
    (actions.home / "N1-01" / ".lab.json").unlink()

    assert actions.send("N1-01", "submit")["submission"]["cohort"] == "demo"


def test_starting_again_in_the_other_language(actions: LabActions) -> None:
    actions.open("demo", "N1-01", "fr")

    kept = actions.again("N1-01", "en", NOW)

    assert kept["copy"] == "N1-01 (copy 2026-11-21 14h32m07)"
    assert b"My drawings" in (actions.home / "N1-01" / "N1-01.ipynb").read_bytes()


def test_a_desk_without_a_record_says_so(tmp_path: Path) -> None:
    actions = LabActions.from_environment(tmp_path, {"CAIRE_LANG": "en"})

    with pytest.raises(Problem, match="not connected"):
        actions.open("demo", "N1-01", "fr")


def test_what_came_over_the_network_is_never_markup() -> None:
    evil = Problem("<script>alert(1)</script>", "<b>", 403)

    page = trouble_page(evil, "fr", '"><script>', "//elsewhere.example/")

    assert "<script>" not in page
    assert 'href="/elsewhere.example/"' in page
