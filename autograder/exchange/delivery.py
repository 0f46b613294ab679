"""Carries the outbox to the record: at least once, in order per submission.

The one rule: a mark leaves the outbox only after the record said it has it. The
record takes a (submission, revision, content) once, so saying it twice is harmless.
"""

from __future__ import annotations

import asyncio
import time

from autograder.exchange.client import RecordAway, RecordClient, RecordRefused
from autograder.exchange.outbox import Outbox, Revision
from autograder.runtime.log import Log


class Delivery:
    """Delivers until stopped. `wake()` after each append to the outbox."""

    def __init__(self, outbox: Outbox, record: RecordClient, log: Log) -> None:
        self._outbox = outbox
        self._record = record
        self._log = log
        self._woken = asyncio.Event()
        # submission -> when (monotonic) the record last took a mark of it.
        self.delivered_at: dict[str, float] = {}

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            for revision in self._outbox.due():
                await self._deliver(revision)
            if self._outbox.due(1):
                continue  # the next revision of one we just sent
            wait_s = 0.5 if self._outbox.counts()["waiting"] else 5.0
            try:
                await asyncio.wait_for(self._woken.wait(), wait_s)
            except TimeoutError:
                continue

    async def _deliver(self, revision: Revision) -> None:
        about = {"submission": revision.key, "rev": revision.rev}
        try:
            rev = await self._put(revision)
            if revision.feedback is not None:
                await self._put_feedback(revision)
        except RecordAway as away:
            wait_s = self._outbox.refused(revision.key, revision.rev)
            if revision.tries in (0, 5) or revision.tries % 20 == 0:
                self._log.trouble("record-away", **about, why=str(away))
            self._log.line("will-resend", **about, in_s=round(wait_s, 1))
            return
        except RecordRefused as no:
            self._outbox.refused(revision.key, revision.rev)
            self._log.trouble("record-refused", **about, status=no.status)
            return
        self._outbox.sent(revision.key, rev)
        self.delivered_at[revision.key] = time.monotonic()
        self._log.line("delivered", submission=revision.key, rev=rev)

    async def _put(self, revision: Revision) -> int:
        """The revision under which the record has it."""
        try:
            await self._record.put_result(revision.key, revision.rev, revision.body)
        except RecordRefused as no:
            if no.status != 409:
                raise
        else:
            return revision.rev
        # We came back from an old copy: the record has other marks by this number.
        known = await self._record.watermark(revision.key)
        rev = self._outbox.continue_above(revision.key, revision.rev, known)
        self._log.trouble("continued-above", submission=revision.key, rev=rev)
        await self._record.put_result(revision.key, rev, revision.body)
        return rev

    async def _put_feedback(self, revision: Revision) -> None:
        """A page the record will not take (too large, say) does not hold up a mark."""
        assert revision.feedback is not None  # noqa: S101 - for mypy
        try:
            await self._record.put_feedback(revision.key, revision.feedback)
        except RecordRefused as no:
            self._log.trouble(
                "feedback-refused", submission=revision.key, status=no.status
            )
