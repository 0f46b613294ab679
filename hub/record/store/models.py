"""The tables, as in the design's list. Times are UTC, points whole milli-points.

Three tables are append-only (`event`, `audit_log`, and by habit `attempt`): a
trigger forbids UPDATE and DELETE on the first two. `attempt`, `progress` and a
submission's `state`, `rev`, `retry_at` are derived from events and can be rebuilt.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hub.record.store.base import Base, RowId


class Institution(Base):
    __tablename__ = "institution"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Learner(Base):
    """A person who learns. The id is random; the name is in LearnerPii."""

    __tablename__ = "learner"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime]


class LearnerPii(Base):
    """What names a person: a table apart, so that erasing it is one DELETE."""

    __tablename__ = "learner_pii"
    learner_id: Mapped[str] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    display: Mapped[str]


class Identity(Base):
    """How the Hub (or later another issuer) calls a learner."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    learner_id: Mapped[str] = mapped_column(ForeignKey("learner.id"), index=True)


class Cohort(Base):
    __tablename__ = "cohort"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"))


class Enrolment(Base):
    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("cohort_id", "learner_id"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    learner_id: Mapped[str] = mapped_column(ForeignKey("learner.id"), index=True)
    pathway: Mapped[str] = mapped_column(default="initial")
    active: Mapped[bool] = mapped_column(default=True)


class Staff(Base):
    """Over whom: a Hub user's right over a cohort or an institution."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("user", "scope_type", "scope_id", "role"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    user: Mapped[str]
    scope_type: Mapped[str]  # cohort | institution
    scope_id: Mapped[str]
    role: Mapped[str] = mapped_column(default="instructor")
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]


class ContentVersion(Base):
    """A lab as it was released once. Never changed after: a mark refers to it."""

    __tablename__ = "content_version"
    lab: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    possible: Mapped[int]
    created_at: Mapped[datetime]


class ContentFiles(Base):
    """The release folder of one version in one language, as a zip of ours."""

    __tablename__ = "content_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["lab", "version"], ["content_version.lab", "content_version.version"]
        ),
    )
    lab: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Exercise(Base):
    __tablename__ = "exercise"
    __table_args__ = (
        ForeignKeyConstraint(
            ["lab", "version"], ["content_version.lab", "content_version.version"]
        ),
    )
    lab: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    possible: Mapped[int]
    manual: Mapped[bool]
    title_fr: Mapped[str]
    title_en: Mapped[str]


class Release(Base):
    """An assignment: this lab, for this cohort, until then."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("cohort_id", "lab"),
        ForeignKeyConstraint(
            ["lab", "version"], ["content_version.lab", "content_version.version"]
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"))
    lab: Mapped[str]
    version: Mapped[str]
    due: Mapped[datetime | None]
    released_at: Mapped[datetime]


class Override(Base):
    """An exception for one learner (here: an extension). Undone, never deleted."""

    __tablename__ = "override"
    __table_args__ = (Index(None, "enrolment_id", "lab"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(default="extension")
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lab: Mapped[str]
    due: Mapped[datetime]
    reason: Mapped[str]
    actor: Mapped[str]
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class Submission(Base):
    """What a learner handed in (kind `submit`) or asked to be checked (`check`)."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "lab", "kind", "digest"),
        Index(None, "state", "received_at"),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lab: Mapped[str]
    version: Mapped[str]
    kind: Mapped[str]
    lang: Mapped[str]
    digest: Mapped[str]
    received_at: Mapped[datetime]
    receipt: Mapped[str] = mapped_column(Text)
    latest_at: Mapped[datetime]  # when the same bytes last became the current ones
    arrivals: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="received")
    rev: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None]  # could not mark: when the feed sees it again
    # Of a check, canonical JSON: {"answers": {exercise: digest}, "counted": [exercise]}
    checked: Mapped[str | None] = mapped_column(Text)


class Blob(Base):
    """A submission's files: a zip that we packed. A table apart keeps lists quick."""

    __tablename__ = "blob"
    submission_id: Mapped[str] = mapped_column(
        ForeignKey("submission.id"), primary_key=True
    )
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Feedback(Base):
    """nbgrader's feedback page for a submission. Handed out as a file, never shown."""

    __tablename__ = "feedback"
    submission_id: Mapped[str] = mapped_column(
        ForeignKey("submission.id"), primary_key=True
    )
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]


class Event(Base):
    """What happened, once, for ever. Everything derived can be rebuilt from here."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("source", "key", "rev"),
        Index(None, "enrolment_id", "lab"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    source: Mapped[str]  # exchange | autograder
    key: Mapped[str]  # the submission
    rev: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lab: Mapped[str]
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)  # canonical JSON


class Attempt(Base):
    """How one exercise ended in one result. Derived; the class page counts these."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "enrolment_id", "lab", "exercise"),)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    exercise: Mapped[str] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lab: Mapped[str]
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    kind: Mapped[str]
    rev: Mapped[int]
    submitted_at: Mapped[datetime]
    state: Mapped[str]
    points: Mapped[int]
    possible: Mapped[int]
    code: Mapped[str | None]


class Progress(Base):
    """Where each exercise stands now: `domain.progress.Standing` as a row."""

    __tablename__ = "progress"
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True
    )
    lab: Mapped[str] = mapped_column(primary_key=True)
    exercise: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    points: Mapped[int]
    possible: Mapped[int]
    best: Mapped[int]
    tries: Mapped[int]
    last_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"))
    code: Mapped[str | None]
    fr: Mapped[str | None] = mapped_column(Text)
    en: Mapped[str | None] = mapped_column(Text)


class Job(Base):
    """Something the autograder service is asked to do (here: release a lab)."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "id"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(default="release")
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohort.id"), index=True)
    lab: Mapped[str]
    due: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="pending")  # pending | done | failed
    fr: Mapped[str | None] = mapped_column(Text)
    en: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class AuditLog(Base):
    """Who did what, over whom, why and when; each row holds the hash of the last."""

    __tablename__ = "audit_log"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    cohort_id: Mapped[str | None] = mapped_column(index=True)
    learner_id: Mapped[str | None] = mapped_column(index=True)
    detail: Mapped[str] = mapped_column(Text)  # canonical JSON, ids only
    previous: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
