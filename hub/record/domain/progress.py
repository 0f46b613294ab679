"""Where a learner stands, derived from what happened and from nothing else.

The one rule: `derive` is a pure function of the *set* of events. Delivered
twice, late or in another order, they give the same standing; that is why a
restart, a retry or `python -m hub.record rebuild` can never change a mark.

Words: an *arrival* is a submission received (again); a *marked revision*
is one result of it; a *standing* is where one exercise is now. Points are
whole milli-points, so sums never drift.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from labs.outcome import State

STARTED = "started"  # checked, never handed in
SETTLED = frozenset({State.PASSED, State.PARTIAL, State.FAILED, State.UNTOUCHED})
NOT_A_TRY = frozenset({State.UNTOUCHED, State.COULD_NOT_MARK})


@dataclass(frozen=True)
class Fact:
    """How one exercise ended in one result."""

    exercise: str
    state: str
    points: int
    possible: int
    code: str | None = None
    fr: str | None = None
    en: str | None = None


@dataclass(frozen=True)
class Arrival:
    """A submission came in. `count` is 1 the first time, 2 when sent again."""

    submission: str
    kind: str
    at: datetime
    count: int = 1


@dataclass(frozen=True)
class MarkedRevision:
    """Revision `rev` of a submission's result."""

    submission: str
    rev: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Standing:
    """Where one exercise is: the newest state, and the newest settled points."""

    exercise: str
    status: str
    points: int
    possible: int
    best: int
    tries: int
    last_at: datetime
    completed_at: datetime | None
    submission: str
    code: str | None = None
    fr: str | None = None
    en: str | None = None


@dataclass(frozen=True)
class _Told:
    """One fact with the submission that it is about, and when that came."""

    arrival: Arrival
    rev: int
    fact: Fact


def derive(
    arrivals: Iterable[Arrival], revisions: Iterable[MarkedRevision]
) -> dict[str, Standing]:
    """Exercise id -> standing, from everything that happened to one learner's lab.

    The state shown is that of the newest handed-in submission that has a
    result; the points are the newest *settled* ones, so a mark that goes back
    to "waiting for a person", or that we could not redo, is never erased.
    `completed_at` is sticky: once passed, passed. A check counts as a try and
    gives a reason, never a mark.
    """
    newest = _latest_arrivals(arrivals)
    told: dict[str, list[_Told]] = {}
    for revision in {(m.submission, m.rev): m for m in revisions}.values():
        arrival = newest.get(revision.submission)
        if arrival is None:
            continue
        for fact in revision.facts:
            told.setdefault(fact.exercise, []).append(
                _Told(arrival, revision.rev, fact)
            )
    return {exercise: _standing(told[exercise]) for exercise in sorted(told)}


def _latest_arrivals(arrivals: Iterable[Arrival]) -> dict[str, Arrival]:
    """Submission id -> its latest arrival: sending old work again makes it current."""
    latest: dict[str, Arrival] = {}
    for arrival in arrivals:
        known = latest.get(arrival.submission)
        if known is None or arrival.count > known.count:
            latest[arrival.submission] = arrival
    return latest


def _standing(told: list[_Told]) -> Standing:
    told = sorted(told, key=lambda t: (t.arrival.at, t.arrival.submission, t.rev))
    handed_in = [t for t in told if t.arrival.kind == "submit"]
    last = (handed_in or told)[-1]
    settled = [t for t in handed_in if t.fact.state in SETTLED]
    passed = [t for t in handed_in if t.fact.state == State.PASSED]
    mark = settled[-1].fact.points if settled else 0
    return Standing(
        exercise=last.fact.exercise,
        status=str(last.fact.state) if handed_in else STARTED,
        points=mark,
        possible=last.fact.possible,
        best=max((t.fact.points for t in settled), default=0),
        tries=_tries(told),
        last_at=told[-1].arrival.at,
        completed_at=min((t.arrival.at for t in passed), default=None),
        submission=last.arrival.submission,
        code=last.fact.code,
        fr=last.fact.fr,
        en=last.fact.en,
    )


def _tries(told: list[_Told]) -> int:
    """Submissions and checks in which the learner had written something here."""
    last_word = {t.arrival.submission: t.fact.state for t in told}
    return sum(1 for state in last_word.values() if state not in NOT_A_TRY)


@dataclass(frozen=True)
class LabStanding:
    """Where a whole lab is, in the words the learner's page uses."""

    state: str
    points: int
    possible: int


@dataclass(frozen=True)
class ReleasedExercise:
    """One exercise of the released version. possible: milli-points."""

    exercise: str
    possible: int
    manual: bool


def lab_standing(
    standings: Iterable[Standing],
    released: Iterable[ReleasedExercise],
    newest: str | None,
    pass_share: float,
) -> LabStanding:
    """The lab's state from its exercises and its newest handed-in submission.

    released: the released version's, so that an exercise never marked still
    counts. newest: None (nothing handed in), "received", "marking", "marked" or
    "could_not_mark". pass_share: 0 to 1, of the points that need no person.
    """
    released = list(released)
    by_exercise = {s.exercise: s for s in standings}
    mine = [by_exercise[e.exercise] for e in released if e.exercise in by_exercise]
    points = sum(s.points for s in mine)
    words = {s.status for s in mine}
    if newest is None:
        state = "started" if mine else "not_started"
    elif newest == "received":
        state = "submitted"
    elif newest == "marking":
        state = "marking"
    elif newest == "could_not_mark" or State.COULD_NOT_MARK in words:
        state = "could_not_mark"
    elif State.WAITING in words:
        state = "waiting"
    elif words <= {State.UNTOUCHED}:
        state = "not_started"
    elif _automatic(by_exercise, released) >= pass_share:
        state = "passed"
    else:
        state = "partial" if points else "failed"
    return LabStanding(state, points, sum(each.possible for each in released))


def _automatic(
    standings: dict[str, Standing], released: list[ReleasedExercise]
) -> float:
    """The share earned of the points that need no person; of all, if all need one."""
    counted = [each for each in released if not each.manual] or released
    possible = sum(each.possible for each in counted)
    earned = sum(
        standings[each.exercise].points
        for each in counted
        if each.exercise in standings
    )
    return earned / possible if possible else 1.0
