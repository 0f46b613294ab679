"""The log of who did what shows a changed row."""

from __future__ import annotations

from hub.record.exchange import Exchange
from hub.record.store import audit


def test_the_audit_chain_shows_a_changed_row(exchange: Exchange) -> None:
    with exchange.database.write() as session:
        for number in range(3):
            audit.note(session, "prof", "read", cohort="demo", number=number)
        assert audit.first_broken(session) is None
    with exchange.database.read() as session:
        second = audit.trail(session, "demo")[1]

    assert audit.follows(second)
    second.detail = '{"number":7}'
    assert not audit.follows(second)
