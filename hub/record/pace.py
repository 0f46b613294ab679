"""How often a learner may send: checks by exercise, work handed in by lab.

It is computed from what is kept, inside the transaction that keeps one more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hub.record.domain import answers, bucket
from hub.record.domain.answers import Check, Counted, TooMany
from hub.record.domain.refusal import Refused
from hub.record.store import releases, submissions
from hub.record.store.canonical import canonical
from hub.record.store.models import Exercise
from hub.record.store.submissions import NewSubmission


def paced(
    session: Session, new: NewSubmission, held: Mapping[str, str]
) -> tuple[NewSubmission, Counted | None]:
    """The submission as it is to be kept, and of a check what it spends.

    held: the digests of a check's answers, by exercise.
    Raises Refused (429) when it is one too many.
    """
    if new.kind != "check":
        _check_submits(session, new)
        return new, None
    exercises = marked_by_us(releases.exercises_of(session, new.lab, new.version))
    names = [each.slug for each in exercises]
    past = [_check(*each) for each in _past(session, new, bucket.CHECKS)]
    try:
        spent = answers.counted(bucket.CHECKS, names, held, past, new.received_at)
    except TooMany as too_many:
        raise _no_check_left(too_many, exercises) from None
    checked = canonical({"answers": dict(held), "counted": spent.exercises})
    return replace(new, checked=checked), spent


def marked_by_us(exercises: Sequence[Exercise]) -> Sequence[Exercise]:
    """A check says nothing of what a person reads; unless there is nothing else."""
    return [each for each in exercises if not each.manual] or exercises


def _check_submits(session: Session, new: NewSubmission) -> None:
    past = [at for at, _ in _past(session, new, bucket.SUBMITS)]
    left = bucket.left(bucket.SUBMITS, past, new.received_at)
    if not left.count:
        raise Refused(
            429,
            "Tu rends trop vite : %(size)s rendus de suite. Attends %(wait)s et rends "
            "à nouveau ; tes rendus précédents sont bien gardés.",
            size=bucket.SUBMITS.size,
            wait=timedelta(seconds=left.wait_s),
            retry_after_s=left.wait_s,
        )


def _past(
    session: Session, new: NewSubmission, pace: bucket.Allowance
) -> list[tuple[datetime, str | None]]:
    since = new.received_at - timedelta(seconds=bucket.memory_s(pace))
    return submissions.arrived_since(session, new.enrolment, new.lab, new.kind, since)


def _check(at: datetime, checked: str | None) -> Check:
    known = json.loads(checked) if checked else {"answers": {}, "counted": None}
    return Check(at, known["answers"], known["counted"])


def _no_check_left(too_many: TooMany, exercises: Sequence[Exercise]) -> Refused:
    titles = {each.slug: (each.title_fr, each.title_en) for each in exercises}
    fr, en = titles[too_many.exercise]
    return Refused(
        429,
        "Tu as utilisé tes %(size)s vérifications de l'exercice « %(exercise)s » ; la "
        "prochaine sera prête dans %(wait)s. Les autres exercices gardent les leurs. "
        "Relis la dernière réponse en attendant : rien n'est perdu.",
        size=bucket.CHECKS.size,
        exercise={"fr": fr, "en": en},
        wait=too_many.wait,
        retry_after_s=int(too_many.wait.total_seconds()),
    )
