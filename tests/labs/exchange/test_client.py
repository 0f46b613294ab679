"""Fetching, submitting and following, against a record on the network."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labs.exchange import folder
from labs.exchange.client import Record
from labs.exchange.problem import Problem
from tests.labs.exchange.fake_record import FakeRecord

NOW = datetime(2026, 11, 21, 14, 32, 7, tzinfo=UTC)
FILES = {"N1-01.ipynb": b"{}", "mes-dessins.json": b"[]"}


def test_fetching_fills_a_folder_and_says_where_it_came_from(
    record: Record, home: Path
) -> None:
    here = record.fetch("demo", "N1-01", "en", home)

    assert (here / "N1-01.ipynb").exists()
    assert (here / "aides.json").exists()
    assert folder.about(here) == {
        "cohort": "demo",
        "lab": "N1-01",
        "lang": "en",
        "version": "v1",
    }


def test_fetching_again_leaves_work_alone_and_asks_nobody(
    record: Record, fake: FakeRecord, home: Path
) -> None:
    here = record.fetch("demo", "N1-01", "fr", home)
    (here / "N1-01.ipynb").write_text("my work")
    fake.asked.clear()

    record.fetch("demo", "N1-01", "fr", home)

    assert (here / "N1-01.ipynb").read_text() == "my work"
    assert fake.asked == []


def test_a_lost_notebook_comes_back_beside_the_drawings(
    record: Record, home: Path
) -> None:
    here = record.fetch("demo", "N1-01", "fr", home)
    (here / "mes-dessins.json").write_text("drawn by hand")
    (here / "N1-01.ipynb").unlink()

    record.fetch("demo", "N1-01", "fr", home)

    assert (here / "N1-01.ipynb").exists()
    assert (here / "mes-dessins.json").read_text() == "drawn by hand"


def test_starting_again_keeps_the_old_work(record: Record, home: Path) -> None:
    here = record.fetch("demo", "N1-01", "fr", home)
    (here / "N1-01.ipynb").write_text("my work")
    (here / "mes-dessins.json").write_text("drawn by hand")

    copy = record.start_again("demo", "N1-01", "fr", home, NOW)

    assert (copy / "N1-01.ipynb").read_text() == "my work"
    assert (copy / "mes-dessins.json").read_text() == "drawn by hand"
    assert json.loads((here / "N1-01.ipynb").read_bytes())["nbformat"] == 4
    assert not (here / "mes-dessins.json").exists()


def test_starting_again_without_a_record_changes_nothing(
    record: Record, fake: FakeRecord, home: Path
) -> None:
    here = record.fetch("demo", "N1-01", "fr", home)
    (here / "N1-01.ipynb").write_text("my work")
    fake.is_silent = True

    with pytest.raises(Problem):
        record.start_again("demo", "N1-01", "fr", home, NOW)

    assert (here / "N1-01.ipynb").read_text() == "my work"
    assert [each.name for each in home.iterdir()] == ["N1-01"]


def test_a_submission_comes_back_with_a_receipt_for_these_very_files(
    record: Record, fake: FakeRecord
) -> None:
    sent = record.submit("demo", "N1-01", FILES)

    assert fake.files[sent["submission"]["id"]] == FILES
    assert sent["receipt"]["digest"] == folder.digest_of(FILES)


def test_the_same_files_again_are_the_same_submission(
    record: Record, fake: FakeRecord
) -> None:
    first = record.submit("demo", "N1-01", FILES)
    second = record.submit("demo", "N1-01", FILES)

    assert first["receipt"] == second["receipt"]
    assert len(fake.submissions) == 1


def test_a_forged_receipt_is_not_believed(record: Record, fake: FakeRecord) -> None:
    fake.forges_receipts = True

    with pytest.raises(Problem, match="not signed as it should be"):
        record.submit("demo", "N1-01", FILES)


def test_a_mark_arrives_after_a_place_in_the_queue(record: Record) -> None:
    sent = record.submit("demo", "N1-01", FILES)

    states = [record.status(sent["submission"]["id"])["state"] for _ in range(2)]

    assert states == ["marking", "marked"]


def test_the_records_own_sentence_reaches_the_learner(
    record: Record, fake: FakeRecord
) -> None:
    said = {"fr": "La date est passée.", "en": "The date has passed.", "error": "x"}
    fake.refuse_with = (403, said)

    with pytest.raises(Problem) as refused:
        record.submit("demo", "N1-01", FILES)

    assert (refused.value.fr, refused.value.en) == (said["fr"], said["en"])
    assert refused.value.status == 403


def test_a_record_that_does_not_answer_loses_nothing_and_says_so(
    record: Record, fake: FakeRecord
) -> None:
    fake.is_silent = True

    with pytest.raises(Problem) as refused:
        record.submit("demo", "N1-01", FILES)

    assert "ne répond pas" in refused.value.fr
    assert refused.value.status == 503


def test_a_wrong_token_is_told_to_log_in(fake: FakeRecord) -> None:
    stranger = Record(fake.url, "someone-else")

    with pytest.raises(Problem, match="log in again"):
        stranger.list_assignments()

    stranger.close()


@pytest.mark.parametrize("name", ["../other", "", "a/b", "x" * 99, "..", "N1-01?x=1"])
def test_a_strange_name_never_becomes_an_address(
    name: str, record: Record, fake: FakeRecord, home: Path
) -> None:
    with pytest.raises(Problem):
        record.fetch("demo", name, "fr", home)
    with pytest.raises(Problem):
        record.status(name)

    assert fake.asked == []


def test_a_server_without_a_record_says_so() -> None:
    with pytest.raises(Problem, match="not connected"):
        Record.from_environment({})


def test_the_token_is_not_in_what_is_printed(record: Record) -> None:
    assert record.token not in repr(record)
