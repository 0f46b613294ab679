"""Releasing a lab: real nbgrader, a fake record, and every way to get it wrong."""

import io
import json
import re
import zipfile
from argparse import Namespace
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.commands import release as command
from autograder.commands.release import parse_due
from autograder.gradebook.scores import labs_in
from autograder.release import release as building
from autograder.release.release import CannotRelease
from labs.authoring.source import BadLab
from tests.autograder import small_lab
from tests.autograder.fake_record import TOKEN, FakeRecord
from tests.autograder.small_lab import LAB

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def record() -> Iterator[FakeRecord]:
    with FakeRecord() as record:
        yield record


@pytest.fixture
def state(tmp_path: Path, record: FakeRecord, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A connected state folder, in English, whose labs build to the small one."""
    home = tmp_path / "autograder"
    home.mkdir()
    told = {"record_url": record.url, "token": TOKEN}
    (home / "connection.json").write_text(json.dumps(told))
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    monkeypatch.setenv("CAIRE_LANG", "en")
    monkeypatch.setattr(
        building, "build_version", lambda lab, out: small_lab.small_version(out)
    )
    return tmp_path


def ask(lab: str = LAB, cohort: str = "demo", due: str | None = None) -> int:
    return command.main(Namespace(lab=lab, cohort=cohort, due=due, json=True))


@pytest.mark.slow  # nbgrader's import
def test_a_released_lab_can_be_fetched_marked_and_is_due(
    state: Path, record: FakeRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    due = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="minutes")

    assert ask(due=due) == 0
    assert ask(due=due) == 0  # again is harmless

    said = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (said["lab"], said["cohort"], said["learners"]) == (LAB, "demo", 1)
    assert labs_in(state / "autograder" / "courses" / "demo" / "gradebook.db") == {LAB}
    version = record.versions[LAB, small_lab.VERSION]
    assert [each["id"] for each in version["exercises"]] == ["sum-check", "why"]
    with zipfile.ZipFile(io.BytesIO(b64decode(version["files"]["fr"]))) as archive:
        assert archive.namelist() == [f"{LAB}.ipynb", "data.csv"]
    assert record.releases[0]["version"] == small_lab.VERSION
    assert datetime.fromisoformat(record.releases[0]["due"]).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"lab": "N9-99"},
            r"'N9-99' is not a lab\. The labs are: N1-00, .*Nothing was",
        ),
        ({"cohort": "demmo"}, r"'demmo' is not a known cohort.*Nothing was released"),
        ({"cohort": "../demo"}, r"not a known cohort.*Nothing was released"),
        ({"due": "tomorrow"}, r"'tomorrow' is not a date.*2026-12-04T18:00.*Nothing"),
        ({"due": "2026-02-30"}, r"'2026-02-30' is not a date"),
        ({"due": "2020-01-01"}, r"The deadline 2020-01-01 23:59 .*has passed.*Nothing"),
    ],
    ids=str,
)
def test_a_wrong_word_gets_one_sentence_and_releases_nothing(
    state: Path,
    record: FakeRecord,
    capsys: pytest.CaptureFixture[str],
    given: dict[str, str],
    sentence: str,
) -> None:
    assert ask(**given) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert re.search(sentence, said["error"])
    assert said["fr"] != said["en"]
    assert record.releases == []
    assert not (state / "autograder" / "courses").exists()


def test_a_hub_that_is_not_running_is_said(
    state: Path, record: FakeRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"record_url": "http://127.0.0.1:9/services/record", "token": TOKEN}
    (state / "autograder" / "connection.json").write_text(json.dumps(told))

    assert ask() == 1
    assert "make serve" in json.loads(capsys.readouterr().out)["error"]


def test_a_hub_that_was_never_started_is_said_in_french(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    monkeypatch.setenv("CAIRE_LANG", "fr")

    given = Namespace(lab=LAB, cohort="demo", due=None, json=False)
    assert command.main(given) == 1

    said = capsys.readouterr().err
    assert "«\N{NO-BREAK SPACE}make serve\N{NO-BREAK SPACE}»" in said
    assert "Rien n’a été publié" in said


def test_a_lab_that_does_not_build_is_its_authors_to_repair(
    state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(lab: str, out: Path) -> None:
        raise BadLab("N1-00, cell 3: two cells have the grade_id 'why'.")

    monkeypatch.setattr(building, "build_version", broken)

    assert ask() == 1
    assert "python -m labs check" in json.loads(capsys.readouterr().out)["error"]


def test_a_date_without_an_offset_is_local_and_without_a_time_is_the_days_end() -> None:
    evening = parse_due("2026-12-04T18:00", NOW)
    day = parse_due("2026-12-04", NOW)
    exact = parse_due("2026-12-04T18:00+01:00", NOW)

    assert evening is not None
    assert day is not None
    assert exact is not None
    paris = parse_due("2026-12-04T18:00", NOW, ZoneInfo("Europe/Paris"))
    assert paris == exact
    assert (evening.hour, day.hour, day.minute) == (18, 23, 59)
    assert exact.astimezone(UTC).hour == 17
    assert parse_due(None, NOW) is parse_due("none", NOW) is None
    with pytest.raises(CannotRelease):
        parse_due("2026-11-21T08:59+00:00", NOW)
