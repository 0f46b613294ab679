"""How often something may be asked: a token bucket.

It is computed from the times of past requests, so it needs no table of its
own, survives a restart, and a test needs no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil


@dataclass(frozen=True)
class Allowance:
    """`size` requests at once; one more every `refill_s` seconds."""

    size: int
    refill_s: float


# Of one exercise. A try, a read, a change: about two minutes.
CHECKS = Allowance(size=6, refill_s=120)
SUBMITS = Allowance(size=60, refill_s=30)  # only a program reaches this one


@dataclass(frozen=True)
class Left:
    """What is left now: whole requests, and seconds until there is one more (0: none
    will come, for all are there)."""

    count: int
    wait_s: int


def left(allowance: Allowance, past: Iterable[datetime], now: datetime) -> Left:
    """What is left at `now` after the requests at `past` (any order)."""
    tokens, since = float(allowance.size), None
    for moment in sorted(past):
        if since is not None:
            tokens = _refilled(allowance, tokens, (moment - since).total_seconds())
        tokens, since = max(0.0, tokens - 1), moment
    if since is not None:
        tokens = _refilled(allowance, tokens, (now - since).total_seconds())
    # A millionth forgives float sums: 59.999999 s is not one second too early.
    whole = int(tokens + 1e-6)
    missing_s = (whole + 1 - tokens) * allowance.refill_s - 1e-6
    return Left(whole, 0 if whole >= allowance.size else max(1, ceil(missing_s)))


def memory_s(allowance: Allowance) -> float:
    """Seconds after which a past request no longer matters."""
    return allowance.size * allowance.refill_s


def _refilled(allowance: Allowance, tokens: float, seconds: float) -> float:
    return min(float(allowance.size), tokens + max(0.0, seconds) / allowance.refill_s)
