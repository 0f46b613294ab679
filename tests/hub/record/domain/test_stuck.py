"""Who is stuck, by the rule that the page prints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hub.record.domain.stuck import Try, stuck_reason

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def tries(*states: str, code: str | None = None, days_ago: float = 0) -> list[Try]:
    start = NOW - timedelta(days=days_ago)
    return [Try(start + timedelta(minutes=n), s, code) for n, s in enumerate(states)]


@pytest.mark.parametrize(
    ("attempts", "reason"),
    [
        ([], None),
        (tries("failed"), None),
        (tries("failed", "partial", "failed"), "tries"),
        (tries("failed", "failed", code="M7"), "same_slip"),
        (tries("failed", "failed"), None),
        (tries("failed", "failed", "passed"), None),
        (tries("failed", "failed", "waiting"), None),
        (tries("failed", days_ago=8), "silent"),
        (tries("untouched", "untouched", "untouched"), None),
        (tries("could_not_mark", "could_not_mark", "could_not_mark"), None),
        (tries("failed", "failed", "failed", days_ago=6), "tries"),
    ],
)
def test_stuck_follows_the_stated_rule(attempts: list[Try], reason: str | None) -> None:
    assert stuck_reason(attempts, passed=False, now=NOW) == reason


def test_whoever_has_passed_is_not_stuck() -> None:
    assert stuck_reason(tries("failed", "failed", "failed"), True, NOW) is None
