"""Marks leave the outbox only when the record has them."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.exchange.client import RecordAway, RecordClient, RecordRefused
from autograder.exchange.delivery import Delivery
from autograder.exchange.outbox import Outbox
from autograder.runtime.log import Log


class StubRecord(RecordClient):
    """Takes what it is sent, unless a test says otherwise."""

    def __init__(self) -> None:
        self.results: list[tuple[str, int]] = []
        self.pages: list[str] = []
        self.answers: list[Exception] = []
        self.newest = 0

    async def put_result(self, submission: str, rev: int, body: Any) -> Any:
        if self.answers:
            raise self.answers.pop(0)
        self.results.append((submission, rev))

    async def put_feedback(self, submission: str, html: str) -> None:
        if html == "too large":
            raise RecordRefused(413, "", "")
        self.pages.append(html)

    async def watermark(self, submission: str) -> int:
        return self.newest


class Past:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Past:
    return Past()


@pytest.fixture
def outbox(tmp_path: Path, clock: Past) -> Outbox:
    return Outbox(tmp_path / "outbox.sqlite", clock)


@asynccontextmanager
async def delivering(outbox: Outbox, record: StubRecord) -> AsyncIterator[Delivery]:
    delivery = Delivery(outbox, record, Log(io.StringIO()))
    running = asyncio.create_task(delivery.run())
    yield delivery
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    outbox.close()


async def until_sent(outbox: Outbox) -> None:
    async with asyncio.timeout(10):
        while outbox.counts()["waiting"]:
            await asyncio.sleep(0.01)


async def test_revisions_of_one_mark_go_in_order(outbox: Outbox) -> None:
    record = StubRecord()
    for n in (1, 2):
        outbox.append("s1", {"n": n}, feedback=f"page {n}")

    async with delivering(outbox, record):
        await until_sent(outbox)

    assert record.results == [("s1", 1), ("s1", 2)]
    assert record.pages == ["page 1", "page 2"]


async def test_what_the_record_did_not_take_is_sent_again(
    outbox: Outbox, clock: Past
) -> None:
    record = StubRecord()
    record.answers = [RecordAway("down"), RecordRefused(400, "", "")]
    outbox.append("s1", {"n": 1})

    async with delivering(outbox, record) as delivery:
        async with asyncio.timeout(10):
            while not record.results:
                clock.now += 100
                delivery.wake()
                await asyncio.sleep(0.01)
        await until_sent(outbox)

    assert record.results == [("s1", 1)]
    assert "s1" in delivery.delivered_at


async def test_a_page_the_record_refuses_holds_up_no_mark(outbox: Outbox) -> None:
    record = StubRecord()
    outbox.append("s1", {"n": 1}, feedback="too large")

    async with delivering(outbox, record):
        await until_sent(outbox)

    assert record.results == [("s1", 1)]


async def test_a_record_that_is_ahead_is_continued_above(outbox: Outbox) -> None:
    record = StubRecord()
    record.answers, record.newest = [RecordRefused(409, "", "")], 5
    outbox.append("s1", {"n": 1})

    async with delivering(outbox, record):
        await until_sent(outbox)

    assert record.results == [("s1", 6)]
