"""Counts for operators: queues and totals, never a person."""

from __future__ import annotations

from hub.record.exchange import Exchange
from hub.record.store import figures
from tests.hub.record.store.helpers import mark, send


def test_what_waits_and_what_is_done_is_counted(exchange: Exchange) -> None:
    marked, stopped = send(exchange, "a").submission, send(exchange, "b").submission
    send(exchange, "c")
    mark(exchange, marked, ["passed"] * 3)
    mark(exchange, stopped, ["could_not_mark"] * 3)

    with exchange.database.read() as session:
        assert figures.is_alive(session)
        found = figures.figures(session)

    assert (found["submissions"], found["events"]) == (3, 5)
    assert (found["pending"], found["could_not_mark"]) == (1, 1)
    assert found["oldest_pending_s"] > 0
    assert found["audit_broken_at"] == 0
    assert all(isinstance(value, int) for value in found.values())
