"""A semaphore with two queues: urgent work overtakes the rest.

`asyncio.Semaphore` serves in order of arrival; a check would wait behind a whole
class that has just handed in.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class PrioritySemaphore:
    """Has `slots` at a time. Use as `async with semaphore.slot(is_urgent)`."""

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def slot(self, is_urgent: bool = False) -> AsyncIterator[None]:
        await self._acquire(self._urgent if is_urgent else self._others)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, queue: deque[asyncio.Future[None]]) -> None:
        if self._free:  # nobody waits while one is free
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._release()  # it was ours already
            with suppress(ValueError):
                queue.remove(turn)
            raise

    def _release(self) -> None:
        """Hand the slot to the next in line."""
        for queue in (self._urgent, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1
