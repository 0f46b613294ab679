"""How often something may be asked, computed from the times it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.record.domain.bucket import CHECKS, Allowance, left, memory_s

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
THREE = Allowance(size=3, refill_s=60)


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=s) for s in seconds]


def test_a_fresh_learner_has_the_whole_allowance() -> None:
    assert left(THREE, [], NOW).count == 3


def test_a_used_up_allowance_says_how_long_to_wait() -> None:
    used = left(THREE, ago(30, 20, 10), NOW)

    assert (used.count, used.wait_s) == (0, 30)


def test_one_request_comes_back_after_the_refill_time() -> None:
    assert left(THREE, ago(80, 70, 60), NOW).count == 1


def test_who_has_some_left_is_told_when_there_is_one_more() -> None:
    some = left(THREE, ago(20, 10), NOW)

    assert (some.count, some.wait_s) == (1, 40)
    assert left(THREE, [], NOW).wait_s == 0


@given(st.lists(st.floats(0, 5000), max_size=30))
def test_requests_older_than_the_memory_do_not_matter(seconds: list[float]) -> None:
    recent = [s for s in seconds if s <= memory_s(CHECKS)]

    whole, short = left(CHECKS, ago(*seconds), NOW), left(CHECKS, ago(*recent), NOW)

    assert abs(whole.count - short.count) <= 1
    assert 0 <= whole.count <= CHECKS.size
