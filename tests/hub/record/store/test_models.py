"""What happened is append-only, in the database itself."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hub.record.exchange import Exchange
from tests.hub.record.store.helpers import send


@pytest.mark.parametrize("table", ["event", "audit_log"])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET id = id + 1"])
def test_what_happened_cannot_be_edited_or_deleted(
    exchange: Exchange, table: str, change: str
) -> None:
    send(exchange)

    with (
        pytest.raises(DBAPIError, match="append-only"),
        exchange.database.write() as session,
    ):
        session.execute(text(change.format(table)))
