"""A few places and two lines before them: urgent work overtakes the rest.

`asyncio.Semaphore` serves in order of arrival; a check would wait behind a whole
class that has just handed in.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class WaitingRoom:
    """Lets `places` in at a time. Use as `async with room.place(is_urgent)`."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def place(self, is_urgent: bool = False) -> AsyncIterator[None]:
        await self._enter(self._urgent if is_urgent else self._others)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, line: deque[asyncio.Future[None]]) -> None:
        if self._free:  # nobody waits while a place is free
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._leave()  # the place was ours already
            with suppress(ValueError):
                line.remove(turn)
            raise

    def _leave(self) -> None:
        """Hand the place to the next in line."""
        for line in (self._urgent, self._others):
            while line:
                turn = line.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1
