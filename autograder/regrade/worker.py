"""The service's half of re-marking: what the command committed goes into the marks.

Here and not in the command, because gradebooks and outbox have one writer. A row
that fails is tried again, and holds up no other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from autograder.exchange.archive import unpack
from autograder.exchange.client import RecordAway, RecordClient, RecordRefused
from autograder.regrade.apply import RegradeWriter
from autograder.regrade.store import Regraded, RegradeStore
from autograder.runtime.log import Log, where

LOOK_S = 2.0
TRY_AGAIN_S = 60.0


class RegradeWorker:
    """is_busy: whether the service is marking this submission right now."""

    def __init__(
        self,
        store: RegradeStore,
        writer: RegradeWriter,
        record: RecordClient,
        gradebook_thread: ThreadPoolExecutor,
        log: Log,
        *,
        is_busy: Callable[[str], bool],
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._writer = writer
        self._record = record
        self._gradebook_thread = gradebook_thread
        self._log = log
        self._is_busy = is_busy
        self._wake = wake
        self._not_before: dict[str, float] = {}

    async def run(self) -> None:
        while True:
            now = time.monotonic()
            ready = [
                each
                for each in self._store.committed()
                if not self._is_busy(each) and now >= self._not_before.get(each, 0)
            ]
            for each in ready:
                await self._write(each)
            if not ready:
                await asyncio.sleep(LOOK_S)

    async def _write(self, submission: str) -> None:
        try:
            regraded = self._store.whole(submission)
            files = unpack(await self._record.files(submission))
            changed = await self._in_gradebook_thread(regraded, files)
            self._store.applied(submission, regraded.version)
        except (RecordAway, RecordRefused) as no:
            self._later(submission, str(no), None)
        except Exception as error:
            # The last resort: the old mark stays, and the row too.
            self._later(submission, type(error).__name__, where(error))
        else:
            self._log.line("corrected", submission=submission, changed=changed)
            self._wake()

    async def _in_gradebook_thread(
        self, regraded: Regraded, files: dict[str, bytes]
    ) -> bool:
        loop = asyncio.get_running_loop()
        # Shielded: a stop waits until the writing of one mark is done.
        return await asyncio.shield(
            loop.run_in_executor(
                self._gradebook_thread, self._writer.write, regraded, files
            )
        )

    def _later(self, submission: str, why: str, places: list[str] | None) -> None:
        self._not_before[submission] = time.monotonic() + TRY_AGAIN_S
        self._log.trouble(
            "not-corrected-yet", submission=submission, why=why, where=places
        )
