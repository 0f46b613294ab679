"""One service at a time, and none longer than its hub."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.runtime import lifetime
from autograder.runtime.lifetime import leave_with_parent, only_one

HOLDS = """
import sys
from pathlib import Path
from autograder.runtime.lifetime import only_one
lock = only_one(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


class QuickTime:
    """Waits that take no time."""

    waits = 0

    def sleep(self, _: float) -> None:
        self.waits += 1


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> QuickTime:
    quick = QuickTime()
    monkeypatch.setattr(lifetime, "time", quick)
    return quick


@pytest.fixture
def another(tmp_path: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """A service that holds the lock until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path / "lock")],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_service_waits_ten_seconds_and_is_turned_away(
    tmp_path: Path, another: subprocess.Popen[str], quick: QuickTime
) -> None:
    assert only_one(tmp_path / "lock") is None
    assert quick.waits == 40


def test_one_that_was_killed_holds_nothing(
    tmp_path: Path, another: subprocess.Popen[str], quick: QuickTime
) -> None:
    another.kill()
    another.wait()

    lock = only_one(tmp_path / "lock")

    assert lock is not None
    assert quick.waits == 0
    lock.close()


def test_one_that_is_stopping_is_waited_for(
    tmp_path: Path, another: subprocess.Popen[str]
) -> None:
    threading.Timer(0.1, another.kill).start()

    lock = only_one(tmp_path / "lock")

    assert lock is not None
    lock.close()


async def test_a_service_stops_when_its_parent_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop = asyncio.Event()
    parents = iter([10, 10, 10, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    real_sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda _: real_sleep(0))

    await leave_with_parent(stop)

    assert stop.is_set()
    assert list(parents) == []
