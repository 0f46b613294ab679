"""What the record lists as pending: each taken once, and what failed tried again.

The one rule: the record's list is the only queue. What stands here only keeps an item
from being started twice; it goes with the process, and the next one has the list.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from autograder.exchange.archive import BadArchive
from autograder.exchange.client import Item, RecordAway, RecordClient, RecordRefused
from autograder.exchange.delivery import Delivery
from autograder.exchange.outbox import Outbox
from autograder.exchange.pending import PendingSubmission
from autograder.runtime.heartbeat import Heartbeat
from autograder.runtime.log import Log, where
from autograder.service.grade_one import MissingVersion

LONG_POLL_S = 25
FULL_LIST = 200  # the record's answer holds no more
_MOST_S = 300.0
_Job = Coroutine[Any, Any, None]


class Intake:
    """Starts `mark` and `release` for what the record lists, each in a task."""

    def __init__(
        self,
        record: RecordClient,
        outbox: Outbox,
        delivery: Delivery,
        heartbeat: Heartbeat,
        log: Log,
        *,
        mark: Callable[[PendingSubmission], _Job],
        release: Callable[[Item], _Job],
    ) -> None:
        self._record = record
        self._outbox = outbox
        self._delivery = delivery
        self._heartbeat = heartbeat
        self._log = log
        self._mark_it, self._release_it = mark, release
        self._taken: dict[str, asyncio.Task[None]] = {}  # mark-12, release-3
        self._not_before: dict[str, float] = {}
        self._setbacks: Counter[str] = Counter()
        self._beyond = 0  # pending, and too many for the record's list

    async def run(self) -> None:
        """Ask the record what is pending, until cancelled."""
        cursor, away_s = "", 0.5
        while True:
            asked_at = time.monotonic()
            try:
                items, cursor = await self._record.work(LONG_POLL_S, cursor)
            except (RecordAway, RecordRefused) as away:
                if self._heartbeat.record_answers or away_s == 0.5:
                    self._log.trouble("record-away", why=str(away))
                self._heartbeat.record_answers, cursor = False, ""
                await asyncio.sleep(away_s)
                away_s = min(away_s * 2, 10.0)
                continue
            self._heartbeat.record_answers, away_s = True, 0.5
            self._heartbeat.cohorts = dict(
                Counter(str(each["cohort"]) for each in items)
            )
            listed = sum(each.get("type") == "mark" for each in items)
            self._beyond = max(0, self._record.waiting - listed)
            left_over = [each for each in items if not self._take(each, asked_at)]
            if left_over or len(items) >= FULL_LIST:
                cursor = ""  # something here is to be looked at again without news
                await asyncio.sleep(0.5)

    def is_busy(self, submission: str) -> bool:
        return f"mark-{submission}" in self._taken

    def taken(self) -> int:
        return len(self._taken)

    def pending(self) -> int | None:
        """All that wait for a mark, those to be tried again later too."""
        if not self._heartbeat.record_answers:
            return None
        now = time.monotonic()
        later = {name for name, at in self._not_before.items() if at > now}
        marks = sum(name.startswith("mark-") for name in self._taken)
        return marks + len(later - self._taken.keys()) + self._beyond

    def tasks(self) -> Sequence[asyncio.Task[None]]:
        return list(self._taken.values())

    def _take(self, item: Item, asked_at: float) -> bool:
        """Whether this item is taken care of; False: look at it again soon."""
        name = f"{item.get('type')}-{item['id']}"
        if name in self._taken:
            return True
        if time.monotonic() < self._not_before.get(name, 0):
            return False
        if item.get("type") == "release":
            self._begin(name, self._release_it(item))
            return True
        submission = str(item["id"])
        if self._outbox.is_waiting(submission):
            return True  # marked; on its way
        if self._delivery.delivered_at.get(submission, -1) >= asked_at:
            return False  # this list is older than our mark
        try:
            pending = PendingSubmission.of(item)
        except (KeyError, ValueError, TypeError):
            self._log.trouble("not-a-submission", submission=submission)
            self._not_before[name] = time.monotonic() + 60
            return False
        self._begin(name, self._mark_it(pending))
        return True

    def _begin(self, name: str, job: _Job) -> None:
        async def guarded() -> None:
            try:
                await job
                self._setbacks.pop(name, None)
            except (RecordAway, MissingVersion, BadArchive) as no:
                self._later(name, str(no))
            except RecordRefused:
                self._later(name, "refused")
            except Exception as error:
                self._later(name, type(error).__name__, where(error))
            finally:
                del self._taken[name]

        self._taken[name] = asyncio.create_task(guarded())

    def _later(self, name: str, why: str, places: list[str] | None = None) -> None:
        """Try this item again, ever more patiently."""
        self._setbacks[name] += 1
        wait_s = min(2.0 ** min(self._setbacks[name], 9), _MOST_S)
        self._not_before[name] = time.monotonic() + wait_s
        self._log.trouble("will-retry", work=name, why=why, where=places, in_s=wait_s)
