"""What the feed may send, strictly; the refusal names the first thing that is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.record.domain.refusal import Refused
from hub.record.web.api.feed_bodies import (
    ReleaseBody,
    ResultBody,
    VersionBody,
    due_text,
    parsed,
)

EXERCISE = {
    "id": "mean",
    "possible": 2.5,
    "manual": False,
    "title": {"fr": "Moyenne", "en": "Mean"},
}
RELEASE = {"cohort": "demo", "lab": "N1-00", "version": "v1"}


def version(**changes: Any) -> dict[str, Any]:
    files = {"fr": "", "en": ""}
    return {"exercises": [EXERCISE | changes], "files": files}


def test_an_exercise_is_kept_in_milli_points() -> None:
    kept = parsed(VersionBody, version()).exercises[0].kept()

    assert (kept.slug, kept.possible, kept.title_en) == ("mean", 2500, "Mean")


@pytest.mark.parametrize(
    ("model", "body", "where"),
    [
        (VersionBody, version(id="../x"), "exercises.0.id"),
        (VersionBody, version(possible="2"), "exercises.0.possible"),
        (VersionBody, version(possible=float("nan")), "exercises.0.possible"),
        (VersionBody, version(extra=1), "exercises.0.extra"),
        (VersionBody, [], "body"),
        (ReleaseBody, RELEASE | {"due": "2026-12-04T18:00"}, "due"),
        (ResultBody, {"result": {}, "final": 1}, "final"),
    ],
)
def test_a_wrong_body_is_refused_with_the_place(
    model: Any, body: Any, where: str
) -> None:
    with pytest.raises(Refused) as told:
        parsed(model, body)

    assert (told.value.status, told.value.values["where"]) == (400, where)


def test_a_deadline_is_a_moment_with_its_zone() -> None:
    body = parsed(ReleaseBody, RELEASE | {"due": "2026-12-04T18:00:00+01:00"})

    assert body.due == datetime(2026, 12, 4, 17, tzinfo=UTC)
    assert due_text(None) is None


@pytest.mark.parametrize("due", ["0001-01-01T00:00:00Z", "9999-12-31T23:00:00-12:00"])
def test_a_deadline_is_in_our_time(due: str) -> None:
    with pytest.raises(Refused, match="due"):
        parsed(ReleaseBody, RELEASE | {"due": due})


@pytest.mark.parametrize("job", ["x", "1e3", "", -1, 0, 10**30])
def test_a_job_is_a_number_that_one_can_have(job: Any) -> None:
    with pytest.raises(Refused, match="job"):
        parsed(ReleaseBody, RELEASE | {"job": job})
