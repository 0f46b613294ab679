"""What the bar asks of the learner's server, asked without a server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labs.exchange.client import Record
from labs.exchange.problem import Problem
from labs.kit.bar.desk import Desk
from labs.kit.bar.page import trouble_page
from tests.labs.exchange.fake_record import TOKEN, FakeRecord

NOW = datetime(2026, 11, 21, 14, 32, 7, tzinfo=UTC)


@pytest.fixture
def desk(fake: FakeRecord, tmp_path: Path) -> Iterator[Desk]:
    record = Record(fake.url, TOKEN)
    yield Desk(tmp_path, record)
    record.close()


def test_opening_fetches_the_lab_and_says_where_it_is(desk: Desk) -> None:
    path = desk.open("demo", "N1-01", "fr")

    assert path == "N1-01/N1-01.ipynb"
    assert (desk.home / path).exists()


@pytest.mark.parametrize("lab", ["../..", "", "N1-01/..", "n1-01", "N1-01\n", "tmp"])
def test_a_lab_is_never_another_folder(lab: str, desk: Desk) -> None:
    for ask in (
        lambda: desk.open("demo", lab, "fr"),
        lambda: desk.send(lab, "submit"),
        lambda: desk.again(lab, "fr", NOW),
        lambda: desk.state(lab),
    ):
        with pytest.raises(Problem):
            ask()


def test_before_anything_is_submitted_the_state_is_the_assignment(desk: Desk) -> None:
    desk.open("demo", "N1-01", "fr")

    state = desk.state("N1-01")

    assert state["assignment"]["title"]["en"] == "My AI recognises my drawings"
    assert (state["last"], state["receipt"], state["trouble"]) == (None, None, None)


def test_submitting_keeps_the_signed_receipt_with_the_learner(desk: Desk) -> None:
    desk.open("demo", "N1-01", "fr")

    sent = desk.send("N1-01", "submit")

    assert sent["receipt"]["url"] == "/services/record/receipt/s1"
    assert (desk.home / "N1-01" / ".receipts" / "s1.json").exists()


def test_a_check_does_not_hide_the_receipt_of_the_last_submission(desk: Desk) -> None:
    desk.open("demo", "N1-01", "fr")
    desk.send("N1-01", "submit")
    desk.send("N1-01", "check")

    state = desk.state("N1-01")

    assert state["last"]["kind"] == "check"
    assert state["receipt"]["submission"] == "s1"


def test_a_silent_record_is_part_of_the_state(desk: Desk, fake: FakeRecord) -> None:
    desk.open("demo", "N1-01", "fr")
    fake.is_silent = True

    state = desk.state("N1-01")

    assert "ne répond pas" in state["trouble"]["fr"]
    assert state["cohort"] == "demo"


def test_work_without_its_lab_file_still_finds_its_cohort(desk: Desk) -> None:
    desk.open("demo", "N1-01", "fr")
    (desk.home / "N1-01" / ".lab.json").unlink()

    assert desk.send("N1-01", "submit")["submission"]["cohort"] == "demo"


def test_starting_again_in_the_other_language(desk: Desk) -> None:
    desk.open("demo", "N1-01", "fr")

    kept = desk.again("N1-01", "en", NOW)

    assert kept["copy"] == "N1-01 (copy 2026-11-21 14h32m07)"
    assert b"My drawings" in (desk.home / "N1-01" / "N1-01.ipynb").read_bytes()


def test_a_desk_without_a_record_says_so(tmp_path: Path) -> None:
    desk = Desk.from_environment(tmp_path, {"CAIRE_LANG": "en"})

    with pytest.raises(Problem, match="not connected"):
        desk.open("demo", "N1-01", "fr")


def test_what_came_over_the_network_is_never_markup() -> None:
    evil = Problem("<script>alert(1)</script>", "<b>", 403)

    page = trouble_page(evil, "fr", '"><script>', "//elsewhere.example/")

    assert "<script>" not in page
    assert 'href="/elsewhere.example/"' in page
