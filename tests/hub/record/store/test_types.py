"""A moment is UTC and aware, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from sqlalchemy.exc import StatementError

from hub.record.exchange import Exchange
from hub.record.store import submissions
from tests.hub.record.store.helpers import NOW, send


def test_times_come_back_as_utc_and_naive_ones_are_refused(exchange: Exchange) -> None:
    paris = NOW.astimezone().replace(tzinfo=UTC) - timedelta(hours=1)
    taken = send(exchange, received_at=paris)

    with exchange.database.read() as session:
        row = submissions.find(session, taken.submission)
        assert row is not None
        assert (row.received_at, row.received_at.tzinfo) == (paris, UTC)
    with pytest.raises(StatementError, match="naive"):
        send(exchange, "other", received_at=NOW.replace(tzinfo=None))
