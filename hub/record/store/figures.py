"""Counts for operators: queues and totals, never a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.record.store import audit
from hub.record.store.models import Event, Job, Submission
from hub.record.store.types import now


def is_alive(session: Session) -> bool:
    return session.scalar(select(1)) == 1


def figures(session: Session) -> dict[str, Any]:
    """Whole numbers by name. `oldest_pending_s` is what an alarm should watch."""
    received = Submission.state == "received"
    oldest = session.scalar(select(func.min(Submission.received_at)).where(received))
    return {
        "submissions": _count(session, Submission.id),
        "events": _count(session, Event.id),
        "pending": _count(session, Submission.id, received),
        "oldest_pending_s": round((now() - oldest).total_seconds()) if oldest else 0,
        "could_not_mark": _count(
            session, Submission.id, Submission.state == "could_not_mark"
        ),
        "jobs_pending": _count(session, Job.id, Job.state == "pending"),
        "jobs_failed": _count(session, Job.id, Job.state == "failed"),
        "audit_broken_at": audit.first_broken(session) or 0,
    }


def _count(session: Session, column: Any, *where: Any) -> int:
    return session.scalar(select(func.count(column)).where(*where)) or 0
