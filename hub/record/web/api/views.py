"""What the API says of one submission, one receipt, one assignment: plain values."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hub.record.store import progress, submissions
from hub.record.store.models import Submission
from hub.record.store.overview import LabCard
from labs.outcome import told_seconds


def submission_view(
    session: Session, row: Submission, cohort: str, prefix: str, marking: bool
) -> dict[str, Any]:
    """One submission as the API gives it. marking: the feed has taken its files."""
    state = "marking" if marking and row.state == "received" else row.state
    return {
        "id": row.id,
        "cohort": cohort,
        "lab": row.lab,
        "kind": row.kind,
        "received_at": row.received_at.isoformat(),
        "digest": row.digest,
        "state": state,
        "place": submissions.place(session, row) if state == "received" else None,
        "result": _told(progress.result_of(session, row.id)),
        "receipt": receipt_view(row, cohort, prefix),
    }


def _told(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """As a learner may read it: results of earlier versions have exact times."""
    if result is None:
        return None
    return {**result, "seconds": told_seconds(result["seconds"])}


def receipt_view(row: Submission, cohort: str, prefix: str) -> dict[str, Any]:
    return {
        "jws": row.receipt,
        "digest": row.digest,
        "received_at": row.received_at.isoformat(),
        "lab": row.lab,
        "cohort": cohort,
        "submission": row.id,
        "url": f"{prefix}receipt/{row.id}",
    }


def assignment_view(card: LabCard) -> dict[str, Any]:
    state = "not_started" if card.state == "started" else card.state
    return {
        "cohort": card.cohort,
        "lab": card.lab,
        "title": card.title,
        "minutes": card.minutes,
        "due": card.due.isoformat() if card.due else None,
        "version": card.version,
        "state": state,
        "points": card.standing.points / 1000,
        "possible": card.standing.possible / 1000,
        "submissions": [
            {
                "id": row.id,
                "kind": row.kind,
                "received_at": row.received_at.isoformat(),
                "state": row.state,
            }
            for row in card.submissions
        ],
    }
