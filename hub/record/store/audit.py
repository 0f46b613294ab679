"""The log of who did what, over whom. Each row holds the hash of the one before.

Ids only, never a name: a person can be erased without breaking the chain.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.record.store.canonical import canonical, sha256
from hub.record.store.models import AuditLog
from hub.record.store.types import now

_CHAIN_LOCK = 7_423_002


def note(
    session: Session,
    actor: str,
    action: str,
    *,
    cohort: str | None = None,
    learner: str | None = None,
    **detail: Any,
) -> None:
    """Add a row. action: a word like `extend`; detail: plain values."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    newest = select(AuditLog.sha256).order_by(AuditLog.id.desc()).limit(1)
    row = AuditLog(
        at=now(),
        actor=actor,
        action=action,
        cohort_id=cohort,
        learner_id=learner,
        detail=canonical(detail),
        previous=session.scalar(newest) or "",
        sha256="",
    )
    row.sha256 = _hash(row)
    session.add(row)
    session.flush()


def trail(session: Session, cohort: str, limit: int = 200) -> list[AuditLog]:
    """What was done in a cohort, newest first."""
    rows = select(AuditLog).where(AuditLog.cohort_id == cohort)
    return list(session.scalars(rows.order_by(AuditLog.id.desc()).limit(limit)))


def first_broken(session: Session) -> int | None:
    """The id of the first row that does not follow from the one before, if any."""
    previous = ""
    for row in session.scalars(select(AuditLog).order_by(AuditLog.id)):
        if row.previous != previous or not follows(row):
            return row.id
        previous = row.sha256
    return None


def follows(row: AuditLog) -> bool:
    """Is the row what was written, after the row that it names?"""
    return row.sha256 == _hash(row)


def _hash(row: AuditLog) -> str:
    fields = (row.actor, row.action, row.cohort_id, row.learner_id, row.detail)
    return sha256(canonical([row.previous, row.at.isoformat(), *fields]))
