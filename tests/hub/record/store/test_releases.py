"""A release, its versions, and the deadlines of one learner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.record.domain.refusal import Refused
from hub.record.exchange import Exchange
from hub.record.store import people, releases
from tests.hub.record.store.helpers import LAB, NOW, send


def test_an_extension_counts_for_one_learner_until_it_is_undone(
    exchange: Exchange,
) -> None:
    due = NOW - timedelta(days=1)
    with exchange.database.write() as session:
        releases.put_release(session, "demo", LAB, "v1", due)
        release = releases.release_of(session, "demo", LAB)
        seat = people.seat(session, "ada", "demo")
        assert release is not None
        assert seat is not None
        extension = releases.extend(
            session, seat.enrolment, release, NOW + timedelta(days=1), "ill", "prof"
        )

    assert send(exchange, "ada in time").is_new
    with pytest.raises(Refused) as late:
        send(exchange, "basile late", user="basile")
    assert late.value.status == 403
    with exchange.database.write() as session:
        releases.undo_extension(session, "demo", extension.id, "prof")
    with pytest.raises(Refused):
        send(exchange, "ada late")
    assert not send(exchange, "ada in time").is_new
