"""Which marks and releases a proposal holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Graded
from autograder.regrade.propose import (
    FRESH_FOR,
    RegradeProposal,
    _check_exercises,
    _is_fresh,
)
from autograder.regrade.store import Regraded
from autograder.release.release import CannotRelease
from autograder.runtime.draws import DrawKey
from labs.outcome import Outcome, Result, State
from tests.autograder import small_lab
from tests.autograder.small_lab import EXERCISES, LAB

KEY = DrawKey("k", b"")
VERSION = AssignmentVersion(LAB, "small-2", Path(), EXERCISES)


def regraded(result: Result) -> Regraded:
    graded = Graded(result, b"", "", drawn_with=KEY.id)
    return Regraded({}, result, "small-2", graded, {})


def test_what_was_marked_lately_and_whole_is_not_marked_once_more() -> None:
    now = datetime.now(UTC)
    result = small_lab.result()
    lost = Outcome("sum-check", State.COULD_NOT_MARK, 0.0, 2.0)

    def at(moment: datetime) -> Result:
        return replace(result, marked_at=moment.isoformat(timespec="seconds"))

    assert _is_fresh(regraded(at(now)), KEY)
    assert not _is_fresh(regraded(at(now)), DrawKey("another", b""))
    assert not _is_fresh(None, KEY)
    assert not _is_fresh(regraded(at(now - FRESH_FOR - timedelta(minutes=1))), KEY)
    assert not _is_fresh(
        regraded(replace(at(now), exercises=(lost, result.exercises[1]), points=0.0)),
        KEY,
    )


def test_a_lab_with_other_exercises_than_were_handed_in_is_refused() -> None:
    def handed_in(*exercises: str) -> dict[str, Any]:
        return {"result": {"exercises": [{"id": each} for each in exercises]}}

    _check_exercises(VERSION, [handed_in("why", "sum-check")])
    with pytest.raises(CannotRelease, match=r"no longer has the exercises.*sum-check"):
        _check_exercises(VERSION, [handed_in("why")])
    with pytest.raises(CannotRelease, match="another"):
        _check_exercises(VERSION, [handed_in("why", "sum-check", "another")])


def test_the_latest_is_each_learners_newest_in_each_cohort() -> None:
    def item(id: str, cohort: str, learner: str, day: int) -> dict[str, Any]:
        about = {"id": id, "cohort": cohort, "learner": learner}
        return {**about, "received_at": f"2026-12-0{day}T09:00:00+00:00"}

    items = [
        item("s2", "demo", "ada", 2),
        item("s1", "demo", "ada", 1),
        item("s3", "other", "ada", 1),
    ]

    assert RegradeProposal(VERSION, items, 0, [], [], {}).latest == {"s2", "s3"}


def test_only_cohorts_with_another_version_get_the_corrected_one() -> None:
    releases = [
        {"cohort": "demo", "version": "small-1"},
        {"cohort": "new", "version": "small-2"},
    ]

    proposal = RegradeProposal(VERSION, [], 0, releases, [], {})

    assert [each["cohort"] for each in proposal.to_release] == ["demo"]
