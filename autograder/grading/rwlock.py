"""Many at work together, or one alone: how a job that killed a worker is run again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Floor:
    """Lets many work together, or one alone; who wants to be alone goes first."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._here = 0
        self._want_alone = 0
        self._is_alone = False

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        async with self._changed:
            await self._changed.wait_for(
                lambda: not self._is_alone and not self._want_alone
            )
            self._here += 1
        try:
            yield
        finally:
            self._here -= 1
            await self._tell()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        self._want_alone += 1
        try:
            async with self._changed:
                await self._changed.wait_for(
                    lambda: not self._is_alone and not self._here
                )
                self._is_alone = True
        finally:
            self._want_alone -= 1
        try:
            yield
        finally:
            self._is_alone = False
            await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
