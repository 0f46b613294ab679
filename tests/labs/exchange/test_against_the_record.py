"""The same client against our own record: what the fake promises, the record does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from labs.exchange import folder
from labs.exchange.client import Record
from labs.exchange.problem import Problem
from tests.hub.record.fake_hub import RecordServer, release_all


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with RecordServer(tmp_path / "state") as server:
        release_all(server)
        client = Record(server.url, "token-ada")
        yield client
        client.close()


def test_a_lab_is_listed_fetched_submitted_and_followed(
    record: Record, home: Path
) -> None:
    assert {each["lab"] for each in record.list_assignments("demo")} == {
        "N1-00",
        "N1-01",
    }

    here = record.fetch("demo", "N1-01", "fr", home)
    files = folder.files_of(here, "N1-01")
    sent = record.submit("demo", "N1-01", files)

    assert sent["receipt"]["digest"] == folder.digest_of(files)
    assert record.submit("demo", "N1-01", files)["receipt"] == sent["receipt"]
    assert record.status(sent["submission"]["id"], "received", 1)["state"] == "received"
    assert record.submissions("demo", "N1-01")[0]["id"] == sent["submission"]["id"]
    assert record.feedback(sent["submission"]["id"]) is None


def test_a_check_says_how_many_are_left(record: Record, home: Path) -> None:
    here = record.fetch("demo", "N1-01", "fr", home)

    sent = record.submit(
        "demo", "N1-01", folder.files_of(here, "N1-01"), "fr", kind="check"
    )

    assert sent["checked"]
    assert sent["checks_left"] > 0
    assert sent["next_check_s"] > 0
    assert sent["submission"]["kind"] == "check"


def test_a_name_in_decomposed_accents_still_gets_its_receipt(
    record: Record, home: Path
) -> None:
    here = record.fetch("demo", "N1-01", "fr", home)
    (here / "de\u0301ssin.json").write_text("{}")  # as a Mac writes it

    files = folder.files_of(here, "N1-01")

    assert "d\u00e9ssin.json" in files
    assert record.submit("demo", "N1-01", files)["receipt"]["jws"]


def test_the_record_refuses_a_stranger_in_both_languages(record: Record) -> None:
    notebook = json.dumps({"cells": []}).encode()

    with pytest.raises(Problem) as refused:
        record.submit("demo-b", "N1-00", {"N1-00.ipynb": notebook})

    assert refused.value.status in (403, 404)
    assert refused.value.fr != refused.value.en
