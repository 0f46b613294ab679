"""Submissions: kept once, found again, handed to the feed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from hub.record.store import progress
from hub.record.store.models import (
    Blob,
    Enrolment,
    Feedback,
    Identity,
    LearnerPii,
    Submission,
)
from hub.record.store.people import HUB
from hub.record.store.types import now

_TICK = timedelta(microseconds=1)
_IS_HANDED_IN = Submission.kind == "submit"  # in an order: checks come first


@dataclass(frozen=True)
class NewSubmission:
    """What the exchange accepted. body: the zip that we packed. checked: what a check
    held and was for, as the model keeps it."""

    enrolment: int
    lab: str
    version: str
    kind: str
    lang: str
    digest: str
    received_at: datetime
    body: bytes
    checked: str | None = None


def new_id() -> str:
    return secrets.token_hex(10)


def same_content(session: Session, new: NewSubmission) -> Submission | None:
    """The submission that already holds these bytes for this learner, lab and kind."""
    query = select(Submission).where(
        Submission.enrolment_id == new.enrolment,
        Submission.lab == new.lab,
        Submission.kind == new.kind,
        Submission.digest == new.digest,
    )
    return session.scalar(query)


def add(
    session: Session, submission_id: str, new: NewSubmission, receipt: str
) -> Submission:
    """Store the row, its files, and the event that says so: one transaction."""
    row = Submission(
        id=submission_id,
        enrolment_id=new.enrolment,
        lab=new.lab,
        version=new.version,
        kind=new.kind,
        lang=new.lang,
        digest=new.digest,
        received_at=new.received_at,
        receipt=receipt,
        latest_at=new.received_at,
        checked=new.checked,
    )
    session.add(row)
    session.flush()
    session.add(Blob(submission_id=row.id, body=new.body))
    _arrive(session, row, 1)
    return row


def arrive_again(session: Session, row: Submission) -> bool:
    """Older work sent again becomes the current one. False when it already was.

    Same bytes, same submission, same receipt: only the order changes.
    """
    newest = newest_of(session, row.enrolment_id, row.lab, row.kind)
    if newest is None or newest.id == row.id:
        return False
    _arrive(session, row, row.arrivals + 1)
    return True


def _arrive(session: Session, row: Submission, count: int) -> None:
    """The arrival's event, later than all others even when the clock steps back."""
    last = session.scalar(
        select(func.max(Submission.latest_at)).where(
            Submission.enrolment_id == row.enrolment_id,
            Submission.lab == row.lab,
            Submission.id != row.id,
        )
    )
    at = row.received_at if count == 1 else now()
    if last is not None and at <= last:
        at = last + _TICK
    body = {"kind": row.kind, "digest": row.digest, "version": row.version}
    progress.append(session, row, progress.EXCHANGE, count, body, at)


def find(session: Session, submission_id: str) -> Submission | None:
    return session.get(Submission, submission_id)


def newest_of(
    session: Session, enrolment: int, lab: str, kind: str = "submit"
) -> Submission | None:
    query = select(Submission).where(
        Submission.enrolment_id == enrolment,
        Submission.lab == lab,
        Submission.kind == kind,
    )
    return session.scalar(query.order_by(Submission.latest_at.desc()).limit(1))


def history(
    session: Session, enrolments: Sequence[int], lab: str | None = None
) -> list[Submission]:
    """A learner's submissions and checks, newest first."""
    query = select(Submission).where(Submission.enrolment_id.in_(enrolments))
    if lab is not None:
        query = query.where(Submission.lab == lab)
    return list(session.scalars(query.order_by(Submission.latest_at.desc()).limit(500)))


def arrived_since(
    session: Session, enrolment: int, lab: str, kind: str, since: datetime
) -> list[tuple[datetime, str | None]]:
    """When, and what a check was for; in the order of time."""
    query = select(Submission.received_at, Submission.checked).where(
        Submission.enrolment_id == enrolment,
        Submission.lab == lab,
        Submission.kind == kind,
        Submission.received_at >= since,
    )
    rows = session.execute(query.order_by(Submission.received_at))
    return [(at, checked) for at, checked in rows]


def files(session: Session, submission_id: str) -> bytes | None:
    return session.scalar(select(Blob.body).where(Blob.submission_id == submission_id))


def feedback(session: Session, submission_id: str) -> bytes | None:
    query = select(Feedback.body).where(Feedback.submission_id == submission_id)
    return session.scalar(query)


def has_feedback(session: Session, ids: Sequence[str]) -> set[str]:
    query = select(Feedback.submission_id).where(Feedback.submission_id.in_(ids))
    return set(session.scalars(query))


def put_feedback(session: Session, submission_id: str, body: bytes) -> None:
    session.merge(Feedback(submission_id=submission_id, body=body, received_at=now()))
    session.flush()


@dataclass(frozen=True)
class Task:
    """A submission that still needs a mark, with whose and where."""

    row: Submission
    cohort: str
    user: str


def unmarked(session: Session, limit: int) -> list[Task]:
    """What the feed owes a result for now: checks first, then the oldest.

    Whoever checks waits in front of the screen; whoever handed in need not.
    """
    query = (
        select(Submission, Enrolment.cohort_id, Identity.subject)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .join(Identity, Identity.learner_id == Enrolment.learner_id)
        .where(Identity.issuer == HUB, _owed(now()))
        .order_by(_IS_HANDED_IN, Submission.latest_at, Submission.id)
        .limit(limit)
    )
    return [Task(row, cohort, user) for row, cohort, user in session.execute(query)]


def unmarked_count(session: Session) -> int:
    """How many results the feed owes now, however long the list."""
    query = select(func.count()).select_from(Submission).where(_owed(now()))
    return session.scalar(query) or 0


def next_retry(session: Session) -> datetime | None:
    """When the next try again falls due, if one is planned."""
    query = select(func.min(Submission.retry_at)).where(Submission.retry_at > now())
    return session.scalar(query)


def place(session: Session, row: Submission) -> int | None:
    """1 = next to be marked; None when it is not in the queue."""
    if row.state != "received":
        return None
    earlier = or_(
        Submission.latest_at < row.latest_at,
        and_(Submission.latest_at == row.latest_at, Submission.id <= row.id),
    )
    before = select(func.count()).where(
        Submission.state == "received",
        and_(Submission.kind == "check", earlier)
        if row.kind == "check"
        else or_(Submission.kind == "check", earlier),
    )
    return session.scalar(before)


def newest_per_learner(session: Session, cohort: str, lab: str) -> list[Task]:
    """Each learner's current handed-in submission of a lab."""
    query = (
        select(Submission, Enrolment.cohort_id, Identity.subject)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .join(Identity, Identity.learner_id == Enrolment.learner_id)
        .where(
            Identity.issuer == HUB,
            Enrolment.cohort_id == cohort,
            Submission.lab == lab,
            Submission.kind == "submit",
        )
        .order_by(Submission.latest_at)
    )
    newest = {row.enrolment_id: (row, c, u) for row, c, u in session.execute(query)}
    return [Task(*each) for each in newest.values()]


def handed_in(
    session: Session, lab: str, cohort: str | None, after: str, limit: int
) -> list[Task]:
    """All submissions of a lab, earlier ones too, by id from `after` on; no checks."""
    query = (
        select(Submission, Enrolment.cohort_id, Identity.subject)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .join(Identity, Identity.learner_id == Enrolment.learner_id)
        .where(
            Identity.issuer == HUB,
            Submission.lab == lab,
            Submission.kind == "submit",
            Submission.id > after,
        )
        .order_by(Submission.id)
        .limit(limit)
    )
    if cohort is not None:
        query = query.where(Enrolment.cohort_id == cohort)
    return [Task(row, where, user) for row, where, user in session.execute(query)]


@dataclass(frozen=True)
class NotMarked:
    """One line of the instructor's "we could not mark" list."""

    row: Submission
    learner: str
    display: str


def could_not_mark(session: Session, cohort: str) -> list[NotMarked]:
    query = (
        select(Submission, Enrolment.learner_id, LearnerPii.display)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .join(LearnerPii, LearnerPii.learner_id == Enrolment.learner_id)
        .where(Enrolment.cohort_id == cohort, Submission.state == "could_not_mark")
        .order_by(Submission.received_at)
    )
    return [NotMarked(*each) for each in session.execute(query)]


def _owed(moment: datetime) -> ColumnElement[bool]:
    due_again = and_(
        Submission.state == "could_not_mark", Submission.retry_at <= moment
    )
    return or_(Submission.state == "received", due_again)
