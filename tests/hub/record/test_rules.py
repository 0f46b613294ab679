"""The small pure rules: pace of checks, stuck, waiting for a mark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.record.domain.bucket import CHECKS, Allowance, left, memory_s
from hub.record.domain.pending import Retry, Revision, waiting
from hub.record.domain.stuck import Try, stuck_reason

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


def could_not(rev: int, *, final: bool = False) -> Revision:
    return Revision(rev, NOW, complete=False, final=final)


def test_a_submission_without_a_result_is_received() -> None:
    assert waiting([], []).state == "received"


def test_a_failed_marking_is_tried_again_later_and_later() -> None:
    waits = []
    for count in (1, 2, 3, 9):
        state = waiting([could_not(rev + 1) for rev in range(count)], [])
        assert state.retry_at is not None
        waits.append((state.retry_at - NOW).total_seconds())

    assert waits == [30, 60, 120, 600]


def test_a_final_failure_waits_for_a_person_who_may_ask_again() -> None:
    parked = waiting([could_not(1, final=True)], [])
    asked = waiting([could_not(1, final=True)], [Retry(1, NOW)])

    assert (parked.state, parked.retry_at) == ("could_not_mark", None)
    assert asked.retry_at == NOW


def test_a_complete_result_ends_the_waiting_in_any_order() -> None:
    done = Revision(2, NOW, complete=True, final=True)

    assert waiting([done, could_not(1)], []).state == "marked"
    assert waiting([could_not(1), done], []).state == "marked"
