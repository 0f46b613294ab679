"""Fixtures of the store's tests.

exchange   the record's exchange, with N1-00 released to both cohorts
"""

from __future__ import annotations

import pytest

from hub.record.domain.receipts import ReceiptKey
from hub.record.exchange import Exchange
from hub.record.store import releases
from hub.record.store.database import Database
from hub.record.store.releases import NewExercise
from tests.hub.record.store.helpers import LAB

KEY = ReceiptKey.from_pem(ReceiptKey.new_pem())


@pytest.fixture
def exchange(database: Database) -> Exchange:
    with database.write() as session:
        exercises = [
            NewExercise(slug, 1000, False, slug, slug)
            for slug in ("codename", "predict-first", "repair")
        ]
        for cohort in ("demo", "demo-b"):
            releases.add_version(session, LAB, "v1", exercises, {"fr": b"x"})
            releases.put_release(session, cohort, LAB, "v1", None)
    return Exchange(database, KEY, "Site")
