"""Whether a submission still waits for a mark, and until when."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.record.domain.pending import Retry, Revision, waiting

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


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


def test_work_that_came_again_is_marked_again_and_then_rests() -> None:
    first = Revision(1, NOW, complete=True, final=True)
    second = Revision(2, NOW, complete=True, final=True, arrival=2)
    by_hand = Revision(3, NOW, complete=True, final=True)

    assert waiting([first], [], arrivals=2).state == "received"
    assert waiting([first], [], arrivals=2).rev == 1
    assert waiting([first, second], [], arrivals=2).state == "marked"
    assert waiting([by_hand, first, second], [], arrivals=2).state == "marked"
