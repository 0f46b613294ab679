"""Each pending item is started once, and what failed is tried again later."""

import asyncio
import io
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.exchange.archive import BadArchive
from autograder.exchange.client import Item, RecordAway, RecordClient
from autograder.exchange.delivery import Delivery
from autograder.exchange.outbox import Outbox
from autograder.exchange.pending import PendingSubmission
from autograder.runtime.heartbeat import Heartbeat
from autograder.runtime.log import Log
from autograder.service.intake import Intake


class Begun:
    """An intake whose marking only notes what was begun, or fails."""

    def __init__(self, outbox: Outbox) -> None:
        self.marked: list[str] = []
        self.released: list[str] = []
        self.failure: Exception | None = None
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.log = Log(io.StringIO())
        record = RecordClient("http://127.0.0.1:9", "token")
        self.outbox = outbox
        self.delivery = Delivery(outbox, record, self.log)
        self.heartbeat = Heartbeat(1, "local", "", record_answers=True)
        self.intake = Intake(
            record,
            outbox,
            self.delivery,
            self.heartbeat,
            self.log,
            mark=self.mark,
            release=self.release,
        )

    async def mark(self, submission: PendingSubmission) -> None:
        self.marked.append(submission.id)
        await self.go_on.wait()
        if self.failure is not None:
            raise self.failure

    async def release(self, item: Item) -> None:
        self.released.append(str(item["id"]))

    async def take(self, item: Item) -> bool:
        taken = self.intake._take(item, time.monotonic())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return taken


@pytest.fixture
def begun(tmp_path: Path) -> Begun:
    return Begun(Outbox(tmp_path / "outbox.sqlite"))


def item(id: str = "s1", **more: Any) -> Item:
    about = {"cohort": "demo", "lab": "N1-00", "lang": "fr", "version": "v1"}
    who = {"learner": "ada", "kind": "submit", "digest": "00"}
    moment = {"received_at": "2026-12-01T09:00:00+00:00"}
    return {"type": "mark", "id": id, **about, **who, **moment, **more}


async def test_an_item_is_not_begun_twice(begun: Begun) -> None:
    begun.go_on.clear()

    assert await begun.take(item())
    assert await begun.take(item())

    assert begun.marked == ["s1"]
    assert begun.intake.is_busy("s1")
    assert begun.intake.pending() == 1
    begun.go_on.set()
    await asyncio.gather(*begun.intake.tasks())
    assert not begun.intake.is_busy("s1")


async def test_a_release_and_a_mark_of_one_number_are_two(begun: Begun) -> None:
    await begun.take(item("7"))
    await begun.take({"type": "release", "id": "7", "cohort": "demo"})

    assert (begun.marked, begun.released) == (["7"], ["7"])


@pytest.mark.parametrize(
    "failure", [RecordAway("down"), BadArchive("odd"), RuntimeError("a bug of ours")]
)
async def test_what_failed_is_looked_at_again_but_not_at_once(
    begun: Begun, failure: Exception
) -> None:
    begun.failure = failure

    assert await begun.take(item())
    assert not await begun.take(item())

    assert begun.marked == ["s1"]
    assert begun.log.troubles[-1]["event"] == "will-retry"
    assert begun.intake.pending() == 1  # later
    begun.intake._not_before.clear()
    assert await begun.take(item())
    assert begun.log.troubles[-1]["in_s"] == 4.0  # ever more patiently


async def test_a_mark_on_its_way_is_not_made_again(begun: Begun) -> None:
    begun.outbox.append("s1", {"a": 1})

    assert await begun.take(item())

    assert begun.marked == []


async def test_a_list_older_than_our_mark_is_not_believed(begun: Begun) -> None:
    begun.delivery.delivered_at["s1"] = time.monotonic() + 1

    assert not await begun.take(item())

    assert begun.marked == []


async def test_an_item_that_is_no_submission_stops_nothing(begun: Begun) -> None:
    broken = item()
    del broken["learner"]

    assert not await begun.take(broken)
    assert await begun.take(item("s2"))

    assert begun.log.troubles[0]["event"] == "not-a-submission"
    assert begun.marked == ["s2"]
