"""Results cross processes as JSON: what comes back is exactly what was said."""

import json
import math
from typing import Any

import pytest

from labs.outcome import BadOutcome, Outcome, Result, State, told_seconds

PASSED = Outcome("draw-check", State.PASSED, 2, 2)
WRONG = Outcome("score-check", State.FAILED, 0, 3, "M7", "Non.", "No.")
RESULT = Result(
    lab="N1-01",
    lang="fr",
    version="ab12",
    points=2,
    possible=5,
    exercises=(PASSED, WRONG),
    seconds=1.5,
    marked_at="2026-11-21T09:32:29+00:00",
)


def test_a_result_survives_json() -> None:
    assert Result.from_dict(json.loads(json.dumps(RESULT.to_dict()))) == RESULT


@pytest.mark.parametrize(
    "change",
    [
        {"points": math.nan},
        {"points": math.inf},
        {"points": -1},
        {"points": 3},
        {"points": True},
        {"points": "2"},
        {"state": "brilliant"},
        {"state": ["passed"]},
        {"id": "../etc"},
        {"id": 7},
        {"code": "M7 <b>"},
        {"fr": "x" * 3000},
        {"en": 5},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_false_outcome_is_refused_in_one_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(BadOutcome) as refused:
        Outcome.from_dict({**PASSED.to_dict(), **change})

    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    "change",
    [
        {"points": 3},
        {"possible": 99},
        {"lang": "de"},
        {"lab": "../N1-01"},
        {"version": ""},
        {"seconds": math.nan},
        {"marked_at": "yesterday"},
        {"marked_at": "2026-11-21T09:32:29"},
        {"marked_at": 5},
        {"exercises": [PASSED.to_dict()] * 2},
        {"exercises": [PASSED.to_dict()] * 99},
        {"exercises": None},
    ],
    ids=str,
)
def test_a_false_result_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadOutcome):
        Result.from_dict({**RESULT.to_dict(), **change})


@pytest.mark.parametrize("junk", [None, [], "passed", {}, {1: 2}], ids=repr)
def test_what_is_not_a_result_at_all_is_refused(junk: Any) -> None:
    for kind in (Result, Outcome):
        with pytest.raises(BadOutcome):
            kind.from_dict(junk)


@pytest.mark.parametrize(
    ("exact", "told"),
    [
        (0.0, 0),
        (0.004, 1),
        (1.0, 1),
        (1.001, 2),
        (4.7, 5),
        (5.01, 10),
        (10.0, 10),
        (11, 20),
        (61.2, 100),
        (120.1, 200),
        (math.nan, 0),
    ],
)
def test_a_learner_is_told_round_seconds(exact: float, told: float) -> None:
    assert told_seconds(exact) == told


def test_ten_minutes_of_milliseconds_are_told_in_ten_numbers() -> None:
    assert len({told_seconds(ms / 1000) for ms in range(1, 600_001)}) == 10
