"""How long a service of the hub lives: one at a time, and no longer than its hub; and
who may change a folder's files."""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


async def leave_with_parent(stop: asyncio.Event) -> None:
    """Set `stop` when our parent is gone.

    A hub that was killed cannot stop us, and the next one starts its own.
    """
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)
    stop.set()


def only_one(file: Path) -> IO[str] | None:
    """The lock of the one service; waits a little for one that is stopping."""
    lock = file.open("w")
    for _ in range(40):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            time.sleep(0.25)
    lock.close()
    return None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One process at a time makes or renews a file of this folder; others wait."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
