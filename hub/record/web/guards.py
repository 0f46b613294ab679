"""Over whom: the row that a handler asks for before it shows or changes anything.

access.py says which scopes open an address. Here the record's own rows say whose work
the caller may see. "Not yours" is answered exactly as "not there".
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from hub.record.domain.refusal import not_here
from hub.record.store import people, submissions
from hub.record.store.models import Submission
from hub.record.web.access import COHORT_READ
from hub.record.web.base import Handler


def readable(
    handler: Handler, session: Session, submission: str
) -> tuple[Submission, str]:
    """The submission and its cohort, for its owner or staff of the cohort; else 404."""
    row = submissions.find(session, submission)
    seat = people.seat_by_enrolment(session, row.enrolment_id) if row else None
    if row is None or seat is None:
        raise not_here()
    is_staff = handler.may(COHORT_READ) and people.is_staff(
        session, handler.name, seat.cohort
    )
    if seat.user != handler.name and not is_staff:
        raise not_here()
    return row, seat.cohort


def over(session: Session, user: str, cohort: str) -> None:
    """Raises the 404 of "not here" unless a staff row says: this user, this cohort."""
    if not people.is_staff(session, user, cohort):
        raise not_here()
