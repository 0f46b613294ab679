"""Calls a function of text in a process of its own, with a limit on what it computes.

For what is slow on texts that nobody writes by hand (Markdown, colouring, cleaning
HTML): a regular expression cannot be interrupted, so its process is ended. The next
call starts a new one.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

CALL_CPU_S = 1.0
PAGE_CPU_S = 3.0
# Computed here, which saves starting a process for what most people write: the worst
# that we found among random texts takes 0.7 s at this length, and four times that at
# twice the length.
SHORT = 2_000  # characters
_WAIT_S = 60.0  # for a machine so busy that a second of computing takes a minute
_REMEMBERED = 2_000
_ROOT = Path(__file__).parents[2]

TextFunction = Callable[[str], str]


class PageBudget:
    """The texts of one page, which may compute PAGE_CPU_S together."""

    def __init__(self, cpu_s: float = PAGE_CPU_S) -> None:
        self._left = cpu_s

    def call(self, function: TextFunction, text: str) -> str | None:
        """function(text), a module's own function; None when that took too long.

        The same text is computed once a process, and given up once too.
        """
        key = (function.__module__, function.__qualname__, text)
        with _LOCK:
            if key in _known:
                _known.move_to_end(key)
                return _known[key]
            if self._left <= 0:
                return None
            if len(text) <= SHORT:
                answer, cpu_s = _here(function, text)
            else:
                limit = min(CALL_CPU_S, self._left)
                answer, cpu_s = _own_worker().call(*key, limit)
            self._left -= cpu_s
            _known[key] = answer
            if len(_known) > _REMEMBERED:
                _known.popitem(last=False)
            return answer


def _here(function: TextFunction, text: str) -> tuple[str | None, float]:
    began = time.thread_time()
    try:
        answer = function(text)
    except Exception:  # a parser's own limit, of depth say
        answer = None
    return answer, time.thread_time() - began


class _Worker:
    """One process that computes, started when first needed. It ends with us."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)

    def call(
        self, module: str, name: str, text: str, cpu_s: float
    ) -> tuple[str | None, float]:
        """The answer, None if there was none, and the CPU seconds that it took."""
        process = self._running()
        assert process.stdin is not None  # noqa: S101  # for mypy
        request = {"module": module, "name": name, "text": text, "cpu_s": cpu_s}
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = self._line(process)
            answer = json.loads(line)
        except (OSError, ValueError):  # it has ended, or was too late
            self.stop()
            return None, cpu_s
        return answer["text"], answer["cpu_s"]

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()  # type: ignore[union-attr]
        self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.runtime.bounded_program"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=_ROOT,
                env={**os.environ, "PYTHONPATH": str(_ROOT)},
            )
        return self._process

    @staticmethod
    def _line(process: subprocess.Popen[bytes]) -> bytes:
        """Up to the newline. Raises ValueError when it does not come."""
        assert process.stdout is not None  # noqa: S101  # for mypy
        descriptor, pieces = process.stdout.fileno(), b""
        end = time.monotonic() + _WAIT_S
        while not pieces.endswith(b"\n"):
            ready, _, _ = select.select([descriptor], [], [], end - time.monotonic())
            piece = os.read(descriptor, 1 << 20) if ready else b""
            if not piece:
                raise ValueError("no answer")
            pieces += piece
        return pieces


def _own_worker() -> _Worker:
    """Of this process: a fork must not talk to its parent's."""
    me = os.getpid()
    if me not in _workers:
        _workers[me] = _Worker()
    return _workers[me]


_LOCK = threading.Lock()
_known: OrderedDict[tuple[str, str, str], str | None] = OrderedDict()
_workers: dict[int, _Worker] = {}
