"""Has bodies read by worker processes, so that no body is read in the record's own.

A few workers, kept alive; each reads one body at a time within a time limit. One that
is late, or ends, is replaced, and what it was reading is refused: others do not notice.
Of one person one body is read at a time, so that nobody waits behind all of theirs.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from hub.record.body_worker import too_much_to_read
from hub.record.domain.refusal import Refused

ROOT = Path(__file__).parents[2]
WORKERS = 2
LIMIT_S = 20.0
# What a worker needs of our environment; never a token.
PASSED_ON = ("PATH", "LANG", "CAIRE_STARTED_FOR")


class BodyPool:
    """Starts its workers when they are first needed."""

    def __init__(self, size: int = WORKERS, limit_s: float = LIMIT_S) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="bodies")
        self.limit_s = limit_s
        self._own = threading.local()
        self._workers: set[BodyWorker] = set()
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    async def read(self, who: str, job: str, path: Path, **more: Any) -> dict[str, Any]:
        """What the worker found. Raises Refused."""
        lock, waiting = self._turns.get(who, (asyncio.Lock(), 0))
        self._turns[who] = lock, waiting + 1
        try:
            async with lock:
                task = {"job": job, "path": str(path), **more}
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._threads, self._ask, task)
        finally:
            lock, waiting = self._turns.pop(who)
            if waiting > 1:
                self._turns[who] = lock, waiting - 1

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in list(self._workers)]

    def close(self) -> None:
        for worker in list(self._workers):
            worker.end()
        self._threads.shutdown(wait=True)

    def _ask(self, task: dict[str, Any]) -> dict[str, Any]:
        worker: BodyWorker | None = getattr(self._own, "worker", None)
        if worker is None or not worker.is_alive:
            worker = self._own.worker = BodyWorker()
            self._workers.add(worker)
        answer = worker.ask(task, self.limit_s)
        if answer is None:
            worker.end()
            self._workers.discard(worker)
            raise too_much_to_read()
        if "refused" in answer:
            status, message, values = answer["refused"]
            raise Refused(status, message, **values)
        found: dict[str, Any] = answer["found"]
        return found


class BodyWorker:
    """One process that reads bodies."""

    def __init__(self) -> None:
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hub.record.body_worker"],
            cwd=ROOT,
            env={**given, "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, task: dict[str, Any], limit_s: float) -> dict[str, Any] | None:
        """Its answer; None when it is late, or has ended."""
        sent, said = self._process.stdin, self._process.stdout
        if sent is None or said is None:
            return None
        with suppress(OSError, ValueError):
            sent.write(json.dumps(task) + "\n")
            sent.flush()
            if select.select([said], [], [], limit_s)[0]:
                answer: dict[str, Any] = json.loads(said.readline())
                return answer
        return None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError, ValueError):
                    pipe.close()
