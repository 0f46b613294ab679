"""Whether a submission still waits for a mark, from its results and retries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Revision:
    """One result of a submission. complete: every exercise could be marked."""

    rev: int
    at: datetime
    complete: bool
    final: bool


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


def waiting(revisions: Iterable[Revision], retries: Iterable[Retry]) -> Waiting:
    """What the feed still owes this submission.

    A result that could not mark something is tried again after 30 s, 1 min,
    2 min ... 10 min, until it is complete or the feed calls it final; then it
    waits for a person, who may ask again.
    """
    by_rev = {revision.rev: revision for revision in revisions}
    if not by_rev:
        return Waiting("received", 0, None)
    last = by_rev[max(by_rev)]
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
