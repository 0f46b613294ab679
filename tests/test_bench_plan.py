"""The throughput benchmark marks what it says: no marking here, only its material."""

from collections import Counter

from benchmarks.agreement import why
from benchmarks.bench_labs import BEHAVIOURS, KINDS, MOST, Entry, plan
from benchmarks.measure import Row


def test_the_first_fifteen_are_each_behaviour_in_each_lab() -> None:
    assert set(plan(15)) == {(kind, how) for kind in KINDS for how in BEHAVIOURS}


def test_of_a_hundred_most_are_right_and_each_lab_has_its_third() -> None:
    whole = plan(MOST)

    assert Counter(kind for kind, _ in whole).most_common(1)[0][1] == 34
    assert Counter(how for _, how in whole)["looping"] == len(KINDS)
    assert Counter(how for _, how in whole).most_common(1)[0][0] == "right"


def test_more_a_minute_is_better_and_fewer_seconds_are() -> None:
    assert Row("rate", "", 30, 10, is_rate=True).ratio == 3
    assert Row("seconds", "s", 10, 30).ratio == 3
    assert Row("alone", "s", 10, None).ratio is None


def test_a_difference_in_scores_is_explained() -> None:
    crash, right = (Entry("ada", "light", how, {}) for how in ("crashing", "right"))

    assert "its kernel died; ours gave 4" in why(crash, {"a": None}, {"a": 4.0})
    assert "crashes nothing" in why(right, {}, {"a": 4.0})
    differ = why(right, {"a": 0.0, "b": 1.0}, {"a": 2.0, "b": 1.0})
    assert differ.endswith("a: 0.0 and 2.0")
