"""Takes a submission once, signs its receipt, and never loses it.

The one rule: who sent it comes from the Hub, when from our own clock at the
first byte, and the content is only ever content. The blob, the row, the event
and the receipt are one transaction; the same bytes again are the same
submission with the same receipt, so a client may retry for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub.record.domain import parcel
from hub.record.domain.answers import Counted, cells_of
from hub.record.domain.receipts import Receipt, ReceiptKey
from hub.record.domain.refusal import Refused, not_here
from hub.record.pace import paced
from hub.record.store import people, progress, releases, submissions
from hub.record.store.database import Database
from hub.record.store.models import Release, Submission
from hub.record.store.people import Seat
from hub.record.store.submissions import NewSubmission

KINDS = ("submit", "check")


@dataclass(frozen=True)
class Door:
    """What taking a submission needs: the database, the key, how the site is named."""

    database: Database
    key: ReceiptKey
    site: str


@dataclass(frozen=True)
class Parcel:
    """What came to the door, and from whom (the Hub's name for them)."""

    user: str
    cohort: str
    lab: str
    kind: str
    lang: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True)
class Taken:
    """is_new: kept now (201), not already held (200). checks: what this one spent."""

    submission: str
    is_new: bool
    woke: bool
    checks: Counted | None = None


def take(door: Door, given: Parcel) -> Taken:
    """Keep a submission and sign for it. Raises Refused; then nothing was kept."""
    if given.kind not in KINDS:
        raise Refused(
            400,
            "« %(kind)s » n'est pas une sorte d'envoi : on attend submit ou check. "
            "Rien n'a été rendu.",
            kind=given.kind[:40],
        )
    files = parcel.open_parcel(given.body, given.lab)
    digest, body = parcel.digest_of(files), parcel.pack(files)
    cells = cells_of(files[f"{given.lab}.ipynb"]) if given.kind == "check" else []
    with door.database.write() as session:
        seat, release = allowed(session, given.user, given.cohort, given.lab)
        people.lock(session, seat.enrolment)
        new = NewSubmission(
            enrolment=seat.enrolment,
            lab=given.lab,
            version=release.version,
            kind=given.kind,
            lang=given.lang,
            digest=digest,
            received_at=given.received_at,
            body=body,
        )
        known = submissions.same_content(session, new)
        if known is not None:
            return _held_already(session, known, seat, release, new)
        _check_deadline(session, release, seat, new)
        new, spent = paced(session, new, cells)
        return _keep(session, door, seat, new, spent)


def allowed(session: Session, user: str, cohort: str, lab: str) -> tuple[Seat, Release]:
    """The learner's seat and the release. Not yours or not there: the same 404."""
    seat = people.seat(session, user, cohort)
    release = releases.release_of(session, cohort, lab)
    if seat is None or release is None:
        raise not_here()
    return seat, release


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
        "result": progress.result_of(session, row.id),
        "receipt": receipt_view(row, cohort, prefix),
    }


def _held_already(
    session: Session,
    known: Submission,
    seat: Seat,
    release: Release,
    new: NewSubmission,
) -> Taken:
    """Same bytes: same receipt, at any time. Before the deadline it counts as the
    latest again, so a learner can go back to better work."""
    due = releases.due_for(session, release, seat.enrolment)
    in_time = due is None or new.received_at <= due
    if in_time and known.kind == "submit":
        submissions.arrive_again(session, known)
    return Taken(known.id, is_new=False, woke=False)


def _check_deadline(
    session: Session, release: Release, seat: Seat, new: NewSubmission
) -> None:
    """Handing in ends at the learner's own deadline; checking one's work does not."""
    due = releases.due_for(session, release, seat.enrolment)
    if new.kind == "submit" and due is not None and new.received_at > due:
        raise Refused(
            403,
            "La date de rendu de %(lab)s est passée (%(due)s) : cet envoi n'a pas été "
            "pris. Ton travail est intact dans ton dossier ; demande un délai à ton "
            "enseignant, puis rends à nouveau.",
            lab=new.lab,
            due=due,
        )


def _keep(
    session: Session,
    door: Door,
    seat: Seat,
    new: NewSubmission,
    checks: Counted | None,
) -> Taken:
    submission_id = submissions.new_id()
    receipt = door.key.sign(
        Receipt(
            site=door.site,
            learner=seat.user,
            cohort=seat.cohort,
            lab=new.lab,
            kind=new.kind,
            submission=submission_id,
            digest=new.digest,
            received_at=new.received_at,
        )
    )
    submissions.add(session, submission_id, new, receipt)
    return Taken(submission_id, is_new=True, woke=True, checks=checks)
