"""Computes one text after the other for bounded.py; the kernel ends it when it is late.

A line of JSON in: which function of which module, its text, and how many seconds of a
core it may take. A line out: what came of it, and what it took.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from importlib import import_module

MOST_MEMORY = 1 << 30
MOST_TEXT = 8_000_000  # characters of an answer


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        function = getattr(import_module(request["module"]), request["name"])
        began = time.process_time()
        # Nobody handles the signal: a regular expression would not let Python run.
        signal.setitimer(signal.ITIMER_PROF, request["cpu_s"])
        answer = _answer(function, request["text"])
        signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - began
        print(json.dumps({"text": answer, "cpu_s": took}), flush=True)


def _answer(function: object, text: str) -> str | None:
    try:
        answer = str(function(text))  # type: ignore[operator]
    except Exception:  # a parser's own limit, of depth or of memory
        return None
    return answer if len(answer) <= MOST_TEXT else None


if __name__ == "__main__":
    main()
