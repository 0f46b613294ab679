"""From events to progress: the only place that writes what is derived.

Every change goes through `append`, which stores the event and derives again in
the caller's transaction: after a crash there is the event and its progress, or
neither.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.record.domain.pending import Retry, Revision, Waiting, waiting
from hub.record.domain.progress import Arrival, Fact, MarkedRevision, Standing, derive
from hub.record.store.canonical import canonical, sha256
from hub.record.store.models import Attempt, Event, Progress, Submission
from hub.record.store.types import now
from labs.outcome import Result, State

EXCHANGE, AUTOGRADER, STAFF = "exchange", "autograder", "staff"


def milli(points: float) -> int:
    return round(points * 1000)


def append(
    session: Session,
    submission: Submission,
    source: str,
    rev: int,
    body: dict[str, Any],
    at: datetime | None = None,
) -> Event:
    """Store what happened to a submission and derive its learner's lab again."""
    text = canonical(body)
    event = Event(
        source=source,
        key=submission.id,
        rev=rev,
        sha256=sha256(text),
        enrolment_id=submission.enrolment_id,
        lab=submission.lab,
        at=at or now(),
        body=text,
    )
    session.add(event)
    session.flush()
    if source == AUTOGRADER:
        session.add_all(_attempts(submission, event))
    rederive(session, submission.enrolment_id, submission.lab)
    return event


def event_of(session: Session, source: str, key: str, rev: int) -> Event | None:
    query = select(Event).where(
        Event.source == source, Event.key == key, Event.rev == rev
    )
    return session.scalar(query)


def newest_event(session: Session, source: str, key: str) -> Event | None:
    query = select(Event).where(Event.source == source, Event.key == key)
    return session.scalar(query.order_by(Event.rev.desc()).limit(1))


def rederive(session: Session, enrolment: int, lab: str) -> None:
    """Write the submissions' states and the progress of one learner's lab anew."""
    log = _Log(session, enrolment, lab)
    submissions = select(Submission).where(
        Submission.enrolment_id == enrolment, Submission.lab == lab
    )
    for row in session.scalars(submissions):
        state = log.waiting_for(row.id)
        row.state, row.rev, row.retry_at = state.state, state.rev, state.retry_at
        arrival = log.newest_arrival(row.id)
        row.latest_at, row.arrivals = arrival.at, arrival.count
    _write_progress(session, enrolment, lab, derive(log.arrivals, log.revisions))
    session.flush()


def result_of(session: Session, submission: str) -> dict[str, Any] | None:
    """The newest result of a submission, as the feed sent it."""
    event = newest_event(session, AUTOGRADER, submission)
    if event is None:
        return None
    result: dict[str, Any] = json.loads(event.body)["result"]
    return result


def rebuild(session: Session) -> None:
    """Forget everything derived and derive it again from the events."""
    session.execute(delete(Progress))
    session.execute(delete(Attempt))
    results = (
        select(Event, Submission)
        .join(Submission, Submission.id == Event.key)
        .where(Event.source == AUTOGRADER)
        .order_by(Event.id)
    )
    for event, submission in session.execute(results):
        session.add_all(_attempts(submission, event))
    places = select(Event.enrolment_id, Event.lab).distinct()
    for enrolment, lab in session.execute(places).all():
        rederive(session, enrolment, lab)


class _Log:
    """The events of one learner's lab, read once."""

    def __init__(self, session: Session, enrolment: int, lab: str) -> None:
        query = select(Event).where(Event.enrolment_id == enrolment, Event.lab == lab)
        self.arrivals: list[Arrival] = []
        self.revisions: list[MarkedRevision] = []
        self._revisions: dict[str, list[Revision]] = {}
        self._retries: dict[str, list[Retry]] = {}
        for event in session.scalars(query.order_by(Event.id)):
            self._take(event, json.loads(event.body))

    def _take(self, event: Event, body: dict[str, Any]) -> None:
        if event.source == EXCHANGE:
            self.arrivals.append(Arrival(event.key, body["kind"], event.at, event.rev))
        elif event.source == STAFF:
            asked = Retry(body["after_rev"], event.at)
            self._retries.setdefault(event.key, []).append(asked)
        else:
            result = Result.from_dict(body["result"])
            facts = tuple(_fact(outcome) for outcome in result.exercises)
            complete = all(fact.state != State.COULD_NOT_MARK for fact in facts)
            self.revisions.append(MarkedRevision(event.key, event.rev, facts))
            self._revisions.setdefault(event.key, []).append(
                Revision(
                    event.rev,
                    event.at,
                    complete,
                    body["final"],
                    body.get("arrival", 1),
                )
            )

    def waiting_for(self, submission: str) -> Waiting:
        revisions = self._revisions.get(submission, [])
        arrivals = self.newest_arrival(submission).count
        return waiting(revisions, self._retries.get(submission, []), arrivals)

    def newest_arrival(self, submission: str) -> Arrival:
        mine = [a for a in self.arrivals if a.submission == submission]
        return max(mine, key=lambda arrival: arrival.count)


def _fact(outcome: Any) -> Fact:
    return Fact(
        exercise=outcome.id,
        state=str(outcome.state),
        points=milli(outcome.points),
        possible=milli(outcome.possible),
        code=outcome.code,
        fr=outcome.fr,
        en=outcome.en,
    )


def _attempts(submission: Submission, event: Event) -> list[Attempt]:
    result = Result.from_dict(json.loads(event.body)["result"])
    return [
        Attempt(
            event_id=event.id,
            exercise=fact.exercise,
            enrolment_id=submission.enrolment_id,
            lab=submission.lab,
            submission_id=submission.id,
            kind=submission.kind,
            rev=event.rev,
            submitted_at=submission.received_at,
            state=fact.state,
            points=fact.points,
            possible=fact.possible,
            code=fact.code,
        )
        for fact in map(_fact, result.exercises)
    ]


def _write_progress(
    session: Session, enrolment: int, lab: str, standings: dict[str, Standing]
) -> None:
    mine = (Progress.enrolment_id == enrolment, Progress.lab == lab)
    gone = delete(Progress).where(*mine, Progress.exercise.not_in(list(standings)))
    session.execute(gone)
    for standing in standings.values():
        values = dict(standing.__dict__)
        values["submission_id"] = values.pop("submission")
        session.merge(Progress(enrolment_id=enrolment, lab=lab, **values))
