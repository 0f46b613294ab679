"""What `status` says, with the service up or down and the record up or down."""

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.commands import status as module
from autograder.exchange.outbox import Outbox
from autograder.runtime.heartbeat import Heartbeat
from tests.autograder import small_lab
from tests.autograder.fake_record import TOKEN, FakeRecord


@pytest.fixture
def record() -> Iterator[FakeRecord]:
    with FakeRecord() as record:
        yield record


@pytest.fixture
def home(tmp_path: Path, record: FakeRecord, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "autograder"
    home.mkdir()
    told = {"record_url": record.url, "token": TOKEN}
    (home / "connection.json").write_text(json.dumps(told))
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    monkeypatch.setenv("CAIRE_LANG", "en")
    return home


def running(home: Path, pid: int | None = None) -> None:
    pulse = Heartbeat(
        os.getpid() if pid is None else pid, "local", "2026-11-21T09:00:00"
    )
    pulse.marking, pulse.queued, pulse.marked = ["s001"], 3, 12
    pulse.workers = [{"pid": 1, "busy": True}, {"pid": 2, "busy": False}]
    pulse.troubles = [{"at": "2026-11-21T09:01", "event": "record-away", "why": "502"}]
    pulse.write(home / "service.json")


def test_a_working_site_says_what_waits_in_each_cohort(
    home: Path, record: FakeRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    running(home)
    record.submit(small_lab.submission())
    record.submit(small_lab.submission(), cohort="demo-b")
    record.ask_for_release("N1-01", "demo")
    Outbox(home / "outbox.sqlite").append("s1", {"final": True})

    assert module.main(Namespace(json=True, watch=False)) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is True
    assert said["pending"] == {"demo": 1, "demo-b": 1}
    assert said["releases_pending"] == said["outbox_waiting"] == 1
    assert said["marking"] == ["s001"]


def test_a_person_reads_sentences(
    home: Path, record: FakeRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    running(home)

    assert module.main(Namespace(json=False, watch=False)) == 0

    said = capsys.readouterr().out
    assert "1 being marked, 3 in line, 12 marked; 1 of 2 workers busy" in said
    assert "Nothing is waiting" in said
    assert "record-away why=502" in said


def test_a_hub_that_is_down_is_said_and_the_exit_code_too(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"record_url": "http://127.0.0.1:9/services/record", "token": TOKEN}
    (home / "connection.json").write_text(json.dumps(told))
    running(home, pid=2**22 + 1)  # a process that is gone

    assert module.main(Namespace(json=False, watch=False)) == 1
    monkeypatch.setenv("CAIRE_LANG", "fr")
    assert module.main(Namespace(json=False, watch=False)) == 1

    said = capsys.readouterr().out
    assert "not running" in said
    assert "record does not answer" in said
    assert "Le service de notation ne tourne pas" in said


def test_a_token_that_is_refused_is_said(
    home: Path, record: FakeRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "connection.json").write_text(
        json.dumps({"record_url": record.url, "token": "old"})
    )

    assert module.main(Namespace(json=False, watch=False)) == 1
    assert "refuses our token" in capsys.readouterr().out


def test_before_the_first_start_there_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    monkeypatch.setenv("CAIRE_LANG", "en")

    assert module.main(Namespace(json=False, watch=False)) == 1
    assert "never started" in capsys.readouterr().out
