"""One learner's labs: what is open, where each exercise stands, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.record.domain.progress import (
    LabStanding,
    ReleasedExercise,
    Standing,
    lab_standing,
)
from hub.record.store import releases, submissions
from hub.record.store.models import Exercise, Progress, Release, Submission
from hub.record.store.people import Seat
from hub.record.store.types import now
from labs.catalogue import Catalogue


@dataclass(frozen=True)
class ExerciseCard:
    """An exercise of the released version, and where the learner is with it."""

    exercise: Exercise
    standing: Standing | None

    @property
    def status(self) -> str:
        return self.standing.status if self.standing else "not_started"


@dataclass(frozen=True)
class LabCard:
    """One lab of one learner. due is the learner's own deadline."""

    cohort: str
    lab: str
    title: dict[str, str]
    minutes: int | None
    order: int
    version: str
    due: datetime | None
    class_due: datetime | None
    standing: LabStanding
    exercises: list[ExerciseCard]
    submissions: list[Submission]

    @property
    def state(self) -> str:
        return self.standing.state

    @property
    def is_closed(self) -> bool:
        return self.due is not None and self.due < now()

    @property
    def passed_count(self) -> int:
        return sum(1 for card in self.exercises if card.status == "passed")


def labs_of(
    session: Session, seat: Seat, catalogue: Catalogue, taken: set[str]
) -> list[LabCard]:
    """Every lab open to this learner, in the catalogue's order.

    taken: the submissions that the feed is marking now.
    """
    found = releases.releases_of(session, seat.cohort)
    cards = [card_of(session, seat, release, catalogue, taken) for release in found]
    return sorted(cards, key=lambda card: (card.order, card.lab))


def card_of(
    session: Session,
    seat: Seat,
    release: Release,
    catalogue: Catalogue,
    taken: set[str],
) -> LabCard:
    known = catalogue.by_id.get(release.lab)
    exercises = releases.exercises_of(session, release.lab, release.version)
    standings = _standings(session, seat.enrolment, release.lab)
    history = submissions.history(session, [seat.enrolment], release.lab)
    released = [ReleasedExercise(e.slug, e.possible, e.manual) for e in exercises]
    newest = newest_state(history, taken)
    share = known.pass_share if known else 0.5
    order = list(catalogue.by_id).index(release.lab) if known else len(catalogue.by_id)
    return LabCard(
        cohort=seat.cohort,
        lab=release.lab,
        title=dict(known.title) if known else {"fr": release.lab, "en": release.lab},
        minutes=known.minutes if known else None,
        order=order,
        version=release.version,
        due=releases.due_for(session, release, seat.enrolment),
        class_due=release.due,
        standing=lab_standing(standings.values(), released, newest, share),
        exercises=[ExerciseCard(e, standings.get(e.slug)) for e in exercises],
        submissions=history,
    )


def newest_state(history: Sequence[Submission], taken: set[str]) -> str | None:
    """The state of the newest handed-in submission (history is newest first)."""
    for row in history:
        if row.kind == "submit":
            is_taken = row.state == "received" and row.id in taken
            return "marking" if is_taken else row.state
    return None


def next_step(cards: Sequence[LabCard]) -> LabCard | None:
    """The one lab to do now: the first that is open and not behind the learner.

    A lab with unfinished work comes before a new one; a lab that waits for us
    (being marked, or for a person) is not the learner's next step.
    """
    open_ones = [card for card in cards if not card.is_closed]
    for wanted in (("started", "partial", "failed"), ("not_started",)):
        for card in open_ones:
            if card.state in wanted:
                return card
    return None


def standing_of(row: Progress) -> Standing:
    return Standing(
        exercise=row.exercise,
        status=row.status,
        points=row.points,
        possible=row.possible,
        best=row.best,
        tries=row.tries,
        last_at=row.last_at,
        completed_at=row.completed_at,
        submission=row.submission_id,
        code=row.code,
        fr=row.fr,
        en=row.en,
    )


def _standings(session: Session, enrolment: int, lab: str) -> dict[str, Standing]:
    query = select(Progress).where(
        Progress.enrolment_id == enrolment, Progress.lab == lab
    )
    return {row.exercise: standing_of(row) for row in session.scalars(query)}
