"""Committed corrections go into the marks, one by one, until all are there."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.exchange.client import RecordAway, RecordClient
from autograder.exchange.outbox import Outbox
from autograder.grading.grade import Graded
from autograder.regrade import worker
from autograder.regrade.apply import RegradeWriter
from autograder.regrade.store import Regraded, RegradeStore
from autograder.regrade.worker import RegradeWorker
from autograder.runtime.log import Log
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB


class StubRecord(RecordClient):
    """Has every submission, unless a test says otherwise."""

    def __init__(self) -> None:
        self.refusals: dict[str, Exception] = {}

    async def files(self, submission: str) -> bytes:
        if submission in self.refusals:
            raise self.refusals[submission]
        return small_lab.submission()


class NotingWriter(RegradeWriter):
    """Writes no gradebook; notes what it was to write."""

    def __init__(self, outbox: Outbox) -> None:
        super().__init__(Path(), outbox)
        self.written: list[tuple[str, set[str]]] = []
        self.errors: list[Exception] = []

    def write(self, regraded: Regraded, files: Mapping[str, bytes]) -> bool:
        if self.errors:
            raise self.errors.pop(0)
        self.written.append((regraded.submission.id, set(files)))
        return True


class Setup:
    """A worker with everything around it."""

    def __init__(self, store: RegradeStore, outbox: Outbox) -> None:
        self.store, self.record = store, StubRecord()
        self.writer = NotingWriter(outbox)
        self.said = io.StringIO()
        self.log = Log(self.said)
        self.busy: set[str] = set()
        self.woken = 0

    def commit(self, *submissions: str) -> None:
        for each in submissions:
            self.store.keep(regraded(each))
        self.store.commit(LAB, "small-2", submissions, {})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        with ThreadPoolExecutor(1) as thread:
            at_work = RegradeWorker(
                self.store,
                self.writer,
                self.record,
                thread,
                self.log,
                is_busy=self.busy.__contains__,
                wake=self._wake,
            )
            task = asyncio.create_task(at_work.run())
            yield
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(worker, "LOOK_S", 0.01)
    with (
        closing(RegradeStore(tmp_path / "regrade.sqlite")) as store,
        closing(Outbox(tmp_path / "outbox.sqlite")) as outbox,
    ):
        yield Setup(store, outbox)


def regraded(submission: str) -> Regraded:
    item = {
        "id": submission,
        "cohort": "demo",
        "lab": LAB,
        "lang": "fr",
        "version": "small-1",
        "learner": "ada",
        "kind": "submit",
        "received_at": "2026-12-01T09:00:00+00:00",
        "digest": "00",
    }
    result = small_lab.result()
    return Regraded(item, result, "small-2", Graded(result, b"{}", "<p>"), {})


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


async def test_what_was_committed_is_written_once_and_the_service_is_woken(
    setup: Setup,
) -> None:
    setup.commit("s1", "s2")

    async with setup.running():
        await until(lambda: setup.store.left() == 0)
        await asyncio.sleep(0.05)

    assert setup.writer.written == [
        ("s1", {f"{LAB}.ipynb"}),
        ("s2", {f"{LAB}.ipynb"}),
    ]
    assert setup.woken == 2
    assert not setup.log.troubles


async def test_what_nobody_committed_is_not_written(setup: Setup) -> None:
    setup.store.keep(regraded("s1"))

    async with setup.running():
        await asyncio.sleep(0.05)

    assert setup.writer.written == []


async def test_a_submission_that_is_being_marked_waits(setup: Setup) -> None:
    setup.commit("s1", "s2")
    setup.busy.add("s1")

    async with setup.running():
        await until(lambda: setup.store.left() == 1)
        assert [id for id, _ in setup.writer.written] == ["s2"]
        setup.busy.clear()
        await until(lambda: setup.store.left() == 0)


async def test_one_that_fails_holds_up_no_other_and_is_tried_again(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "TRY_AGAIN_S", 0.2)
    setup.commit("s1", "s2")
    setup.record.refusals["s1"] = RecordAway("503 at api/feed")

    async with setup.running():
        await until(lambda: setup.store.committed() == ["s1"])
        await until(lambda: len(setup.log.troubles) > 0)
        setup.record.refusals.clear()
        await until(lambda: setup.store.left() == 0)

    assert [id for id, _ in setup.writer.written] == ["s2", "s1"]
    assert setup.log.troubles[0]["why"] == "503 at api/feed"


async def test_a_row_that_fails_is_left_in_peace_for_a_minute(setup: Setup) -> None:
    setup.commit("s1")
    setup.record.refusals["s1"] = RecordAway("503")

    async with setup.running():
        await until(lambda: len(setup.log.troubles) > 0)
        await asyncio.sleep(0.1)

    assert len(setup.log.troubles) == 1
    assert setup.store.committed() == ["s1"]


async def test_an_error_of_ours_keeps_the_row_and_quotes_no_learner(
    setup: Setup,
) -> None:
    setup.commit("s1")
    setup.writer.errors.append(ValueError("words of a learner"))

    async with setup.running():
        await until(lambda: len(setup.log.troubles) > 0)

    assert setup.store.committed() == ["s1"]
    assert setup.woken == 0
    assert setup.log.troubles[0]["why"] == "ValueError"
    assert "words of a learner" not in setup.said.getvalue()
