"""Who waits for what, without asking again and again.

`WorkSignal` wakes the feed's long poll; `SubmissionEvents` wakes the learners who wait
for their own submission. Everything is in one event loop and in memory:
after a restart a waiter gets an answer at once and asks again.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress


class WorkSignal:
    """Tells that there is new work. A cursor says which signals have been seen."""

    def __init__(self) -> None:
        self._start = secrets.token_hex(4)
        self._count = 0
        self._event = asyncio.Event()
        self.is_closed = False

    def close(self) -> None:
        """The service stops: whoever waits is answered now, and nobody waits again."""
        self.is_closed = True
        self.notify()

    @property
    def cursor(self) -> str:
        return f"{self._start}-{self._count}"

    def notify(self) -> None:
        self._count += 1
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, timeout_s: float) -> None:
        """Until the next signal, or timeout_s seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), timeout_s)


class SubmissionEvents:
    """One event per submission that somebody waits for."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Event] = {}
        self.taken: set[str] = set()  # files handed to the feed, no result yet

    def take(self, submission: str) -> None:
        self.taken.add(submission)
        self.changed(submission)

    def done(self, submission: str) -> None:
        self.taken.discard(submission)
        self.changed(submission)

    def close(self) -> None:
        for submission in list(self._waiting):
            self.changed(submission)

    def changed(self, submission: str) -> None:
        event = self._waiting.pop(submission, None)
        if event is not None:
            event.set()

    async def wait(self, submission: str, timeout_s: float) -> None:
        event = self._waiting.setdefault(submission, asyncio.Event())
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), timeout_s)
