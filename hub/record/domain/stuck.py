"""Who is stuck, by a stated rule that the page prints beside the list.

Stuck = not passed AND (3 tries or more in 7 days, OR the same slip twice in a
row, OR nothing for 7 days after starting). It is a rule about exercises, not a
score of persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=7)
TRIES = 3


@dataclass(frozen=True)
class Try:
    """One marked attempt at one exercise, oldest first in a list."""

    at: datetime
    state: str
    code: str | None = None


def stuck_reason(tries: Sequence[Try], passed: bool, now: datetime) -> str | None:
    """`tries`, `same_slip`, `silent`, or None when the learner is not stuck.

    passed: the sticky "completed"; a waiting answer is in a person's hands, so
    its learner is not stuck either.
    """
    real = [t for t in tries if t.state not in ("untouched", "could_not_mark")]
    if passed or not real or real[-1].state in ("passed", "waiting"):
        return None
    codes = [t.code for t in real if t.state in ("failed", "partial")]
    if len(codes) >= 2 and codes[-1] is not None and codes[-1] == codes[-2]:
        return "same_slip"
    if sum(1 for t in real if now - t.at <= WINDOW) >= TRIES:
        return "tries"
    if now - real[-1].at > WINDOW:
        return "silent"
    return None
