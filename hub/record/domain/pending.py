"""Whether a submission still waits for a mark, from its results and retries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Revision:
    """One result of a submission. complete: every exercise could be marked.

    arrival: which coming of the submission it was marked for, from 1.
    """

    rev: int
    at: datetime
    complete: bool
    final: bool
    arrival: int = 1


@dataclass(frozen=True)
class Retry:
    """Staff asked to mark again after revision `after_rev`."""

    after_rev: int
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """state: received, marked, could_not_mark. retry_at None: nobody tries again."""

    state: str
    rev: int
    retry_at: datetime | None


def waiting(
    revisions: Iterable[Revision], retries: Iterable[Retry], arrivals: int = 1
) -> Waiting:
    """What the feed still owes this submission, which came `arrivals` times.

    Older work that came again is marked again: the gradebook holds one submission a
    learner, and that must be the one that counts here.

    A result that could not mark something is tried again after 30 s, 1 min,
    2 min ... 10 min, until it is complete or the feed calls it final; then it
    waits for a person, who may ask again.
    """
    by_rev = {revision.rev: revision for revision in revisions}
    if not by_rev:
        return Waiting("received", 0, None)
    last = by_rev[max(by_rev)]
    if max(revision.arrival for revision in by_rev.values()) < arrivals:
        return Waiting("received", last.rev, None)
    if last.complete:
        return Waiting("marked", last.rev, None)
    asked = [retry.at for retry in retries if retry.after_rev == last.rev]
    if asked:
        return Waiting("could_not_mark", last.rev, min(asked))
    if last.final:
        return Waiting("could_not_mark", last.rev, None)
    failures = sum(1 for revision in by_rev.values() if not revision.complete)
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    return Waiting("could_not_mark", last.rev, last.at + wait)
