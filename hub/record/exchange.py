"""Takes a submission once, signs its receipt, and never loses it.

The one rule: who sent it comes from the Hub, when from our own clock at the
first byte, and the content is only ever content. The blob, the row, the event
and the receipt are one transaction; the same bytes again are the same
submission with the same receipt, so a client may retry for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from hub.record.domain import archive
from hub.record.domain.answers import Counted, cells_of
from hub.record.domain.receipts import Receipt, ReceiptKey
from hub.record.domain.refusal import Refused, not_here
from hub.record.pace import paced
from hub.record.store import people, releases, submissions
from hub.record.store.database import Database
from hub.record.store.models import Release, Submission
from hub.record.store.people import Seat
from hub.record.store.submissions import NewSubmission

KINDS = ("submit", "check")


@dataclass(frozen=True)
class Exchange:
    """What taking a submission needs: the database, the key, how the site is named."""

    database: Database
    key: ReceiptKey
    site: str


@dataclass(frozen=True)
class Upload:
    """What came in, and from whom (the Hub's name for them)."""

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
    checks: Counted | None = None


def take(exchange: Exchange, given: Upload) -> Taken:
    """Keep a submission and sign for it. Raises Refused; then nothing was kept."""
    if given.kind not in KINDS:
        raise Refused(
            400,
            "« %(kind)s » n'est pas une sorte d'envoi : on attend submit ou check. "
            "Rien n'a été rendu.",
            kind=given.kind[:40],
        )
    files = archive.open_archive(given.body, given.lab)
    digest, body = archive.digest_of(files), archive.pack(files)
    cells = cells_of(files[f"{given.lab}.ipynb"]) if given.kind == "check" else []
    with exchange.database.write() as session:
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
        return _keep(session, exchange, seat, new, spent)


def allowed(session: Session, user: str, cohort: str, lab: str) -> tuple[Seat, Release]:
    """The learner's seat and the release. Not yours or not there: the same 404."""
    seat = people.seat(session, user, cohort)
    release = releases.release_of(session, cohort, lab)
    if seat is None or release is None:
        raise not_here()
    return seat, release


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
    return Taken(known.id, is_new=False)


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
    exchange: Exchange,
    seat: Seat,
    new: NewSubmission,
    checks: Counted | None,
) -> Taken:
    submission_id = submissions.new_id()
    receipt = exchange.key.sign(
        Receipt(
            site=exchange.site,
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
    return Taken(submission_id, is_new=True, checks=checks)
