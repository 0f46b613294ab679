"""Over whom: the row that is asked for before anything is shown or changed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hub.record.domain.refusal import Refused
from hub.record.exchange import Exchange
from hub.record.store import submissions
from hub.record.web.access import COHORT_READ
from hub.record.web.guards import over, readable
from tests.hub.record.store.helpers import send


def caller(name: str, *scopes: str) -> Any:
    return SimpleNamespace(name=name, may=lambda scope: scope in scopes)


@pytest.mark.parametrize(
    ("name", "scopes", "may_read"),
    [
        ("ada", (), True),
        ("basile", (), False),
        ("basile", (COHORT_READ,), False),
        ("prof", (COHORT_READ,), True),
        ("prof", (), False),
        ("prof-b", (COHORT_READ,), False),
    ],
)
def test_a_submission_is_its_owners_and_its_cohorts_staffs(
    exchange: Exchange, name: str, scopes: tuple[str, ...], may_read: bool
) -> None:
    sent = send(exchange).submission

    with exchange.database.read() as session:
        if may_read:
            row, cohort = readable(caller(name, *scopes), session, sent)
            assert (row.id, cohort) == (sent, "demo")
            assert submissions.find(session, sent) is row
        else:
            with pytest.raises(Refused) as told:
                readable(caller(name, *scopes), session, sent)
            assert told.value.status == 404


def test_what_is_not_there_is_answered_as_what_is_not_yours(exchange: Exchange) -> None:
    with exchange.database.read() as session, pytest.raises(Refused) as told:
        readable(caller("ada"), session, "0" * 20)

    assert told.value.status == 404


def test_a_class_is_its_own_staffs(exchange: Exchange) -> None:
    with exchange.database.read() as session:
        over(session, "prof", "demo")
        for user, cohort in (("prof-b", "demo"), ("ada", "demo"), ("prof", "none")):
            with pytest.raises(Refused) as told:
                over(session, user, cohort)
            assert told.value.status == 404
