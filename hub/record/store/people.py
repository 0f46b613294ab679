"""Who learns where, and who is staff of what."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hub.record.store.models import (
    Cohort,
    Enrolment,
    Identity,
    Institution,
    Learner,
    LearnerPii,
    Staff,
)
from hub.record.store.types import now

HUB = "hub"  # the issuer of Hub user names


@dataclass(frozen=True)
class Seat:
    """One learner in one cohort. user: the Hub's name for them."""

    enrolment: int
    cohort: str
    cohort_name: str
    learner: str
    user: str
    display: str


def seats_of(session: Session, user: str) -> list[Seat]:
    """The cohorts in which this Hub user learns, oldest enrolment first."""
    return _seats(session, Identity.subject == user)


def seat(session: Session, user: str, cohort: str) -> Seat | None:
    here = and_(Identity.subject == user, Enrolment.cohort_id == cohort)
    return next(iter(_seats(session, here)), None)


def seat_by_learner(session: Session, learner: str, cohort: str) -> Seat | None:
    here = and_(Enrolment.learner_id == learner, Enrolment.cohort_id == cohort)
    return next(iter(_seats(session, here)), None)


def seat_by_enrolment(session: Session, enrolment: int) -> Seat | None:
    """Also for a learner who has left: their submissions stay theirs."""
    here = Enrolment.id == enrolment
    return next(iter(_seats(session, here, active_only=False)), None)


def roster(session: Session, cohort: str) -> list[Seat]:
    """The active learners of a cohort, in the order of their shown names."""
    found = _seats(session, Enrolment.cohort_id == cohort)
    return sorted(found, key=lambda seat: (seat.display.casefold(), seat.user))


def is_staff(session: Session, user: str, cohort: str) -> bool:
    """Does a staff row, valid now, say that this user answers for this cohort?"""
    home = select(Cohort.institution_id).where(Cohort.id == cohort).scalar_subquery()
    over = or_(
        and_(Staff.scope_type == "cohort", Staff.scope_id == cohort),
        and_(Staff.scope_type == "institution", Staff.scope_id == home),
    )
    exists = select(Cohort.id).where(Cohort.id == cohort)
    row = select(Staff.id).where(Staff.user == user, over, *_valid_now())
    return (
        session.scalar(exists) is not None and session.scalar(row.limit(1)) is not None
    )


def staff_cohorts(session: Session, user: str) -> list[tuple[str, str]]:
    """(id, name) of every cohort this user answers for."""
    mine = select(Staff).where(Staff.user == user, *_valid_now())
    rows = session.scalars(mine).all()
    cohorts = {r.scope_id for r in rows if r.scope_type == "cohort"}
    homes = {r.scope_id for r in rows if r.scope_type == "institution"}
    found = select(Cohort.id, Cohort.name).where(
        or_(Cohort.id.in_(cohorts), Cohort.institution_id.in_(homes))
    )
    return [(i, name) for i, name in session.execute(found.order_by(Cohort.name))]


def cohort_name(session: Session, cohort: str) -> str:
    return session.scalar(select(Cohort.name).where(Cohort.id == cohort)) or cohort


def ensure_cohort(
    session: Session, institution: tuple[str, str], cohort: str, name: str
) -> None:
    session.merge(Institution(id=institution[0], name=institution[1]))
    session.merge(Cohort(id=cohort, name=name, institution_id=institution[0]))
    session.flush()


def ensure_learner(session: Session, user: str, display: str, cohort: str) -> None:
    """This Hub user learns in this cohort; called twice it changes nothing."""
    known = select(Identity).where(Identity.issuer == HUB, Identity.subject == user)
    identity = session.scalar(known)
    if identity is None:
        learner = Learner(id=secrets.token_hex(12), created_at=now())
        session.add(learner)
        session.flush()
        identity = Identity(issuer=HUB, subject=user, learner_id=learner.id)
        session.add(identity)
    session.merge(LearnerPii(learner_id=identity.learner_id, display=display))
    enrolled = select(Enrolment.id).where(
        Enrolment.cohort_id == cohort, Enrolment.learner_id == identity.learner_id
    )
    if session.scalar(enrolled) is None:
        session.add(Enrolment(cohort_id=cohort, learner_id=identity.learner_id))
    session.flush()


def ensure_staff(session: Session, user: str, cohort: str) -> None:
    known = select(Staff.id).where(
        Staff.user == user, Staff.scope_type == "cohort", Staff.scope_id == cohort
    )
    if session.scalar(known) is None:
        session.add(
            Staff(user=user, scope_type="cohort", scope_id=cohort, valid_from=now())
        )
        session.flush()


def lock(session: Session, enrolment: int) -> None:
    """Hold this learner's place until the transaction ends: one change at a time.

    SQLite has one writer anyway and ignores FOR UPDATE; on PostgreSQL this is
    what keeps two results of one learner from deriving progress side by side.
    """
    row = select(Enrolment.id).where(Enrolment.id == enrolment)
    session.execute(row.with_for_update())


def _seats(
    session: Session, condition: ColumnElement[bool], active_only: bool = True
) -> list[Seat]:
    query = (
        select(
            Enrolment.id,
            Cohort.id,
            Cohort.name,
            Enrolment.learner_id,
            Identity.subject,
            LearnerPii.display,
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Identity, Identity.learner_id == Enrolment.learner_id)
        .join(LearnerPii, LearnerPii.learner_id == Enrolment.learner_id, isouter=True)
        .where(Identity.issuer == HUB, condition)
        .order_by(Enrolment.id)
    )
    if active_only:
        query = query.where(Enrolment.active.is_(True))
    return [
        Seat(enrolment, cohort, name, learner, user, display or user)
        for enrolment, cohort, name, learner, user, display in session.execute(query)
    ]


def _valid_now() -> tuple[ColumnElement[bool], ...]:
    moment = now()
    ends = or_(Staff.valid_to.is_(None), Staff.valid_to > moment)
    return (Staff.valid_from <= moment, ends)


def has_cohort(session: Session, cohort: str) -> bool:
    return session.get(Cohort, cohort) is not None
