"""What one person may have open, and that it is given back exactly once."""

from __future__ import annotations

import pytest

from hub.record.domain.refusal import Refused
from hub.record.web.shares import WAITS, Most, Shares


def test_one_too_many_is_refused_and_anothers_is_not() -> None:
    shares = Shares({WAITS: Most(person=2, program=3, together=9)})
    for _ in range(2):
        shares.take(WAITS, "ada", False)

    with pytest.raises(Refused) as told:
        shares.take(WAITS, "ada", False)

    assert (told.value.status, told.value.retry_after_s) == (429, 5)
    shares.take(WAITS, "basile", False)
    for _ in range(3):
        shares.take(WAITS, "autograder", True)


def test_what_is_given_back_twice_counts_once() -> None:
    shares = Shares({WAITS: Most(person=2, program=2, together=2)})
    first = shares.take(WAITS, "ada", False)
    shares.take(WAITS, "ada", False)

    first()
    first()

    assert shares.open(WAITS) == 1
    shares.take(WAITS, "ada", False)
    with pytest.raises(Refused, match="demandes ouvertes"):
        shares.take(WAITS, "ada", False)


def test_all_together_have_a_bound_too() -> None:
    shares = Shares({WAITS: Most(person=5, program=5, together=2)})
    for who in ("ada", "basile"):
        shares.take(WAITS, who, False)

    with pytest.raises(Refused) as told:
        shares.take(WAITS, "chloe", False)

    assert told.value.status == 503
