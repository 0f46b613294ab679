"""Fixtures of the exchange: `fake` (the record), `record` (our client), `home`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labs.exchange.client import Record
from tests.labs.exchange.fake_record import TOKEN, FakeRecord, running_record


@pytest.fixture
def fake() -> Iterator[FakeRecord]:
    with running_record() as record:
        yield record


@pytest.fixture
def record(fake: FakeRecord) -> Iterator[Record]:
    client = Record(fake.url, TOKEN)
    yield client
    client.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder
