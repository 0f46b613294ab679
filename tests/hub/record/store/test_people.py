"""Who is staff of which cohort, and until when."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hub.record.store import people
from hub.record.store.database import Database
from hub.record.store.models import Staff
from tests.hub.record.store.helpers import NOW


def test_staff_rights_end_when_they_say(database: Database) -> None:
    with database.write() as session:
        row = session.scalar(select(Staff).where(Staff.user == "prof"))
        assert row is not None
        assert people.is_staff(session, "prof", "demo")
        row.valid_to = NOW - timedelta(days=400)
        session.flush()

        assert not people.is_staff(session, "prof", "demo")
        assert people.staff_cohorts(session, "prof") == []


def test_an_institutions_staff_answer_for_all_its_cohorts(database: Database) -> None:
    with database.write() as session:
        session.add(
            Staff(
                user="dean", scope_type="institution", scope_id="demo", valid_from=NOW
            )
        )
        session.flush()

        assert people.is_staff(session, "dean", "demo-b")
        assert not people.is_staff(session, "dean", "no-such-cohort")
        assert [each for each, _ in people.staff_cohorts(session, "dean")] == [
            "demo",
            "demo-b",
        ]
