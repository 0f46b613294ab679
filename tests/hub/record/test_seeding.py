"""The first people of a site: added once, however often it is asked."""

from __future__ import annotations

from hub.record import seeding
from hub.record.store.database import Database
from hub.record.store.models import Enrolment, Institution, Job
from tests.hub.record.fake_hub import SEED
from tests.hub.record.store.helpers import count


def test_seeding_twice_is_seeding_once(database: Database) -> None:
    before = [count(database, model) for model in (Enrolment, Institution, Job)]
    with database.write() as session:
        seeding.apply(session, seeding.plan(SEED))

    assert [count(database, m) for m in (Enrolment, Institution, Job)] == before
    assert before == [6, 1, 3]
