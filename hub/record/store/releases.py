"""Which lab is open to whom, in which version, until when."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.record.domain.refusal import Refused
from hub.record.store import audit
from hub.record.store.canonical import canonical
from hub.record.store.models import (
    ContentFiles,
    ContentVersion,
    Enrolment,
    Exercise,
    Job,
    Override,
    Release,
)
from hub.record.store.types import now


@dataclass(frozen=True)
class NewExercise:
    """An exercise as the feed announces it. possible: milli-points."""

    slug: str
    possible: int
    manual: bool
    title_fr: str
    title_en: str


def add_version(
    session: Session,
    lab: str,
    version: str,
    exercises: Sequence[NewExercise],
    files: Mapping[str, bytes],
) -> bool:
    """Keep a version. True when new; the same again is fine, other content not."""
    digest = _version_digest(exercises, files)
    known = session.get(ContentVersion, (lab, version))
    if known is not None:
        if known.digest != digest:
            raise Refused(
                409,
                "La version %(version)s de %(lab)s existe déjà avec un autre contenu. "
                "Une version publiée ne change plus : donnez-lui un autre nom.",
                version=version,
                lab=lab,
            )
        return False
    total = sum(exercise.possible for exercise in exercises)
    session.add(
        ContentVersion(
            lab=lab, version=version, digest=digest, possible=total, created_at=now()
        )
    )
    session.flush()
    for position, one in enumerate(exercises):
        session.add(
            Exercise(lab=lab, version=version, position=position, **one.__dict__)
        )
    for lang, body in files.items():
        session.add(ContentFiles(lab=lab, version=version, lang=lang, body=body))
    session.flush()
    return True


def put_release(
    session: Session, cohort: str, lab: str, version: str, due: datetime | None
) -> bool:
    """Open a lab to a cohort, or change its version and deadline. True when new."""
    if session.get(ContentVersion, (lab, version)) is None:
        raise Refused(
            409,
            "La version %(version)s de %(lab)s n'est pas connue ici. Envoyez-la "
            "d'abord (PUT api/feed/versions) : rien n'a été publié.",
            version=version,
            lab=lab,
        )
    release = release_of(session, cohort, lab)
    if release is None:
        session.add(
            Release(
                cohort_id=cohort, lab=lab, version=version, due=due, released_at=now()
            )
        )
        session.flush()
        return True
    release.version, release.due = version, due
    session.flush()
    return False


def release_of(session: Session, cohort: str, lab: str) -> Release | None:
    query = select(Release).where(Release.cohort_id == cohort, Release.lab == lab)
    return session.scalar(query)


def releases_of(session: Session, cohort: str) -> list[Release]:
    query = select(Release).where(Release.cohort_id == cohort).order_by(Release.lab)
    return list(session.scalars(query))


def releases_of_lab(session: Session, lab: str) -> list[Release]:
    query = select(Release).where(Release.lab == lab).order_by(Release.cohort_id)
    return list(session.scalars(query))


def release_files(session: Session, release: Release, lang: str) -> bytes | None:
    """The release folder as a zip, in the language asked for or the other one."""
    query = select(ContentFiles).where(
        ContentFiles.lab == release.lab, ContentFiles.version == release.version
    )
    found = {row.lang: row.body for row in session.scalars(query)}
    return found.get(lang) or found.get("fr") or found.get("en")


def exercises_of(session: Session, lab: str, version: str) -> list[Exercise]:
    query = select(Exercise).where(Exercise.lab == lab, Exercise.version == version)
    return list(session.scalars(query.order_by(Exercise.position)))


def due_for(session: Session, release: Release, enrolment: int) -> datetime | None:
    """The learner's own deadline; an extension never makes it an earlier one."""
    mine = extensions(session, release.cohort_id, release.lab).get(enrolment)
    if mine is None or release.due is None:
        return release.due
    return max(mine.due, release.due)


def extensions(
    session: Session, cohort: str, lab: str | None = None
) -> dict[int, Override]:
    """Enrolment -> the newest extension in force for that lab."""
    query = (
        select(Override)
        .join(Enrolment, Enrolment.id == Override.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort,
            Override.kind == "extension",
            Override.undone_at.is_(None),
        )
        .order_by(Override.id)
    )
    if lab is not None:
        query = query.where(Override.lab == lab)
    return {row.enrolment_id: row for row in session.scalars(query)}


def extensions_in_force(session: Session, cohort: str) -> list[Override]:
    """Every extension that counts now, one per learner and lab."""
    labs = [release.lab for release in releases_of(session, cohort)]
    return [row for lab in labs for row in extensions(session, cohort, lab).values()]


def extend(
    session: Session,
    enrolment: int,
    release: Release,
    due: datetime,
    reason: str,
    actor: str,
) -> Override:
    row = Override(
        enrolment_id=enrolment,
        lab=release.lab,
        due=due,
        reason=reason,
        actor=actor,
        created_at=now(),
    )
    session.add(row)
    session.flush()
    learner = _learner(session, enrolment)
    audit.note(
        session,
        actor,
        "extend",
        cohort=release.cohort_id,
        learner=learner,
        lab=release.lab,
        due=due.isoformat(),
        reason=reason,
        override=row.id,
    )
    return row


def undo_extension(
    session: Session, cohort: str, override: int, actor: str
) -> Override | None:
    """Take an extension back. None when there is no such one in this cohort."""
    query = (
        select(Override)
        .join(Enrolment, Enrolment.id == Override.enrolment_id)
        .where(Override.id == override, Enrolment.cohort_id == cohort)
    )
    row = session.scalar(query)
    if row is None:
        return None
    if row.undone_at is None:
        row.undone_at, row.undone_by = now(), actor
        session.flush()
        learner = _learner(session, row.enrolment_id)
        audit.note(
            session,
            actor,
            "undo_extension",
            cohort=cohort,
            learner=learner,
            lab=row.lab,
            override=row.id,
        )
    return row


def ask_release(
    session: Session, cohort: str, lab: str, due: datetime | None, actor: str
) -> Job:
    """Ask the autograder service to release a lab; a pending request is kept once."""
    pending = select(Job).where(
        Job.cohort_id == cohort, Job.lab == lab, Job.state == "pending"
    )
    job = session.scalar(pending)
    if job is None:
        job = Job(cohort_id=cohort, lab=lab, due=due, actor=actor, created_at=now())
        session.add(job)
    job.due = due
    session.flush()
    audit.note(
        session,
        actor,
        "release",
        cohort=cohort,
        lab=lab,
        due=due.isoformat() if due else None,
        job=job.id,
    )
    return job


def finish_job(
    session: Session, job_id: int, state: str, fr: str | None, en: str | None
) -> bool:
    """Say how a job ended. False when there is no such job. Done stays done."""
    job = session.get(Job, job_id)
    if job is None:
        return False
    if job.state != "done":
        job.state, job.fr, job.en, job.finished_at = state, fr, en, now()
        session.flush()
    return True


def pending_jobs(session: Session, limit: int) -> list[Job]:
    query = select(Job).where(Job.state == "pending").order_by(Job.id).limit(limit)
    return list(session.scalars(query))


def recent_jobs(session: Session, cohort: str) -> list[Job]:
    """The newest job of each lab of a cohort, newest first."""
    newest = select(func.max(Job.id)).where(Job.cohort_id == cohort).group_by(Job.lab)
    query = select(Job).where(Job.id.in_(newest)).order_by(Job.id.desc())
    return list(session.scalars(query))


def _learner(session: Session, enrolment: int) -> str | None:
    return session.scalar(select(Enrolment.learner_id).where(Enrolment.id == enrolment))


def _version_digest(
    exercises: Sequence[NewExercise], files: Mapping[str, bytes]
) -> str:
    """Hash of the exercises and the *contents*: zips of the same files may differ."""
    shape = canonical([exercise.__dict__ for exercise in exercises])
    whole = hashlib.sha256(shape.encode())
    for lang in sorted(files):
        whole.update(f"\n{lang}:".encode() + hashlib.sha256(files[lang]).digest())
    return whole.hexdigest()
