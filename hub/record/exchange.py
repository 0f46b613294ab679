"""Takes a submission once, signs its receipt, and never loses it.

The one rule: who sent it comes from the Hub, when from our own clock, and the content
is only ever content. The blob, the row, the event and the receipt are one transaction;
the same bytes again are the same submission with the same receipt, so a client may
retry for ever.

The time that counts is when the last byte was there: what is written after the deadline
is late, whenever the sending began. Only for slow links there is a grace: what was
begun before the deadline and is complete within the grace counts as of the deadline,
and its receipt says both times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from hub.record.domain.answers import Counted
from hub.record.domain.receipts import Receipt, ReceiptKey
from hub.record.domain.refusal import Refused, not_here
from hub.record.pace import marked_by_us, paced
from hub.record.store import people, releases, submissions
from hub.record.store.database import Database
from hub.record.store.models import Release, Submission
from hub.record.store.people import Seat
from hub.record.store.submissions import NewSubmission

KINDS = ("submit", "check")


@dataclass(frozen=True)
class Exchange:
    """What taking a submission needs: the database, the key, how the site is named.

    grace: after a deadline, for what was begun before it.
    """

    database: Database
    key: ReceiptKey
    site: str
    grace: timedelta = timedelta(0)


@dataclass(frozen=True)
class Upload:
    """What came in, and from whom (the Hub's name for them).

    opened_at, complete_at: its first byte, its last. digest, answers, packed: what a
    worker read (body_worker.py): the answers of a check, the file that holds the files.
    """

    user: str
    cohort: str
    lab: str
    kind: str
    lang: str
    opened_at: datetime
    complete_at: datetime
    digest: str
    answers: Mapping[str, str]
    packed: Path


@dataclass(frozen=True)
class Taken:
    """is_new: kept now (201), not already held (200). checks: what this one spent."""

    submission: str
    is_new: bool
    checks: Counted | None = None


def take(exchange: Exchange, given: Upload) -> Taken:
    """Keep a submission and sign for it. Raises Refused; then nothing was kept."""
    body = given.packed.read_bytes()
    with exchange.database.write() as session:
        seat, release = allowed(session, given.user, given.cohort, given.lab)
        people.lock(session, seat.enrolment)
        due = releases.due_for(session, release, seat.enrolment)
        counts_at = time_that_counts(given, due, exchange.grace)
        new = NewSubmission(
            enrolment=seat.enrolment,
            lab=given.lab,
            version=release.version,
            kind=given.kind,
            lang=given.lang,
            digest=given.digest,
            received_at=counts_at,
            body=body,
        )
        known = submissions.same_content(session, new)
        if known is not None:
            return _held_already(session, known, due, new)
        _check_deadline(given, due, new, exchange.grace)
        new, spent = paced(session, new, given.answers)
        return _keep(session, exchange, seat, new, given.complete_at, spent)


def kind_of(text: str) -> str:
    if text not in KINDS:
        raise Refused(
            400,
            "« %(kind)s » n'est pas une sorte d'envoi : on attend submit ou check. "
            "Rien n'a été rendu.",
            kind=text[:40],
        )
    return text


def time_that_counts(given: Upload, due: datetime | None, grace: timedelta) -> datetime:
    """When it was complete; the deadline itself for what the grace is for."""
    if due is not None and given.opened_at <= due < given.complete_at <= due + grace:
        return due
    return given.complete_at


def checked_exercises(session: Session, release: Release) -> list[str]:
    """What a check of this release is about, by name."""
    exercises = releases.exercises_of(session, release.lab, release.version)
    return [each.slug for each in marked_by_us(exercises)]


def allowed(session: Session, user: str, cohort: str, lab: str) -> tuple[Seat, Release]:
    """The learner's seat and the release. Not yours or not there: the same 404."""
    seat = people.seat(session, user, cohort)
    release = releases.release_of(session, cohort, lab)
    if seat is None or release is None:
        raise not_here()
    return seat, release


def _held_already(
    session: Session, known: Submission, due: datetime | None, new: NewSubmission
) -> Taken:
    """Same bytes: same receipt, at any time. Before the deadline it counts as the
    latest again, so a learner can go back to better work."""
    in_time = due is None or new.received_at <= due
    if in_time and known.kind == "submit":
        submissions.arrive_again(session, known)
    return Taken(known.id, is_new=False)


def _check_deadline(
    given: Upload, due: datetime | None, new: NewSubmission, grace: timedelta
) -> None:
    """Handing in ends at the learner's own deadline; checking one's work does not."""
    if new.kind != "submit" or due is None or new.received_at <= due:
        return
    if given.opened_at <= due:
        raise Refused(
            403,
            "Ton envoi de %(lab)s a commencé avant la date de rendu (%(due)s) mais "
            "n'était pas complet %(grace)s après : il n'a pas été pris. Ton travail "
            "est intact dans ton dossier ; demande un délai à ton enseignant, puis "
            "rends à nouveau.",
            lab=new.lab,
            due=due,
            grace=grace,
        )
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
    complete_at: datetime,
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
            complete_at=complete_at,
        )
    )
    submissions.add(session, submission_id, new, receipt)
    return Taken(submission_id, is_new=True, checks=checks)
