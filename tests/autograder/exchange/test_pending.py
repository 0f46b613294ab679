"""A submission as the record lists it."""

from datetime import UTC, datetime

import pytest

from autograder.exchange.pending import PendingSubmission, moment

ITEM = {
    "id": 12,
    "cohort": "demo",
    "lab": "N1-00",
    "lang": "fr",
    "version": "v1",
    "learner": "ada",
    "kind": "check",
    "received_at": "2026-12-01T10:00:00+01:00",
    "digest": "00",
    "and more": "is ignored",
}


def test_an_item_becomes_a_submission() -> None:
    submission = PendingSubmission.of(ITEM)

    assert (submission.id, submission.kind) == ("12", "check")
    assert submission.received_at == datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(set(ITEM) - {"and more"}))
def test_an_item_without_one_of_its_fields_is_none(name: str) -> None:
    with pytest.raises(KeyError):
        PendingSubmission.of({key: ITEM[key] for key in ITEM if key != name})


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        PendingSubmission.of({**ITEM, "received_at": "yesterday"})


def test_a_time_without_a_zone_is_utc() -> None:
    assert moment("2026-12-01T09:00:00") == datetime(2026, 12, 1, 9, tzinfo=UTC)
