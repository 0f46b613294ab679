"""Logs that stay small while they are written.

The Hub, its services, the proxy and the learners' servers write into files that they
hold open to append. So a log that has grown is copied and emptied, never renamed:
what is written next begins the same file anew. A few lines that come while it is copied
may be lost; the disk is not filled.
"""

import os
from pathlib import Path

MOST_BYTES = 10 * 2**20
COPIES = 3  # hub.log.1 is the newest


def keep_small(folder: Path) -> None:
    """Each log of a site: hub.log, seed.log, servers/<name>.log."""
    for log in (*folder.glob("*.log"), *folder.glob("servers/*.log")):
        if not log.is_symlink() and log.stat().st_size > MOST_BYTES:
            _copy_and_empty(log)


def put_aside(log: Path) -> None:
    """Make room for `log`.1: the older copies move on, the oldest goes."""
    for number in range(COPIES - 1, 0, -1):
        if (copy := _copy(log, number)).exists():
            copy.replace(_copy(log, number + 1))


def _copy_and_empty(log: Path) -> None:
    put_aside(log)
    descriptor = os.open(log, os.O_RDWR)
    with os.fdopen(descriptor, "r+b") as opened:
        # Only its end: one that grew fast, or was made long on purpose, is not kept.
        opened.seek(max(0, log.stat().st_size - MOST_BYTES))
        _write_private(_copy(log, 1), opened.read(MOST_BYTES))
        opened.truncate(0)


def _copy(log: Path, number: int) -> Path:
    return log.with_suffix(f".log.{number}")


def _write_private(file: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(file, flags, 0o600), "wb") as opened:
        opened.write(content)
