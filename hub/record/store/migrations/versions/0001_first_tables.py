"""The first tables, and the triggers that keep what happened as it happened."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORD = sa.String(200)
TIME = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("event", "audit_log")


def column(
    name: str, kind: sa.types.TypeEngine[Any], *, empty: bool = False
) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=empty)


def key(*names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names)


def refers(table: str, **columns: str) -> sa.ForeignKeyConstraint:
    """columns: our column = theirs. The name follows the models' convention."""
    theirs = [f"{table}.{name}" for name in columns.values()]
    return sa.ForeignKeyConstraint(list(columns), theirs)


def upgrade() -> None:
    for make in (people, content, work, derived, running):
        make()
    keep_append_only()


def people() -> None:
    op.create_table(
        "institution",
        column("id", WORD),
        column("name", WORD),
        key("id"),
    )
    op.create_table(
        "learner",
        column("id", sa.String(32)),
        column("created_at", TIME),
        key("id"),
    )
    op.create_table(
        "learner_pii",
        column("learner_id", sa.String(32)),
        column("display", WORD),
        key("learner_id"),
        refers("learner", learner_id="id"),
    )
    op.create_table(
        "identity",
        column("id", ROW_ID),
        column("issuer", WORD),
        column("subject", WORD),
        column("learner_id", sa.String(32)),
        key("id"),
        refers("learner", learner_id="id"),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_index("ix_identity_learner_id", "identity", ["learner_id"])
    op.create_table(
        "cohort",
        column("id", WORD),
        column("name", WORD),
        column("institution_id", WORD),
        key("id"),
        refers("institution", institution_id="id"),
    )
    op.create_table(
        "enrolment",
        column("id", ROW_ID),
        column("cohort_id", WORD),
        column("learner_id", sa.String(32)),
        column("pathway", WORD),
        column("active", sa.Boolean()),
        key("id"),
        refers("cohort", cohort_id="id"),
        refers("learner", learner_id="id"),
        sa.UniqueConstraint("cohort_id", "learner_id"),
    )
    op.create_index("ix_enrolment_learner_id", "enrolment", ["learner_id"])
    op.create_table(
        "staff",
        column("id", ROW_ID),
        column("user", WORD),
        column("scope_type", WORD),
        column("scope_id", WORD),
        column("role", WORD),
        column("valid_from", TIME),
        column("valid_to", TIME, empty=True),
        key("id"),
        sa.UniqueConstraint("user", "scope_type", "scope_id", "role"),
    )


def content() -> None:
    op.create_table(
        "content_version",
        column("lab", WORD),
        column("version", WORD),
        column("digest", WORD),
        column("possible", sa.Integer()),
        column("created_at", TIME),
        key("lab", "version"),
    )
    op.create_table(
        "content_files",
        column("lab", WORD),
        column("version", WORD),
        column("lang", sa.String(2)),
        column("body", sa.LargeBinary()),
        key("lab", "version", "lang"),
        refers("content_version", lab="lab", version="version"),
    )
    op.create_table(
        "exercise",
        column("lab", WORD),
        column("version", WORD),
        column("slug", WORD),
        column("position", sa.Integer()),
        column("possible", sa.Integer()),
        column("manual", sa.Boolean()),
        column("title_fr", WORD),
        column("title_en", WORD),
        key("lab", "version", "slug"),
        refers("content_version", lab="lab", version="version"),
    )
    op.create_table(
        "release",
        column("id", ROW_ID),
        column("cohort_id", WORD),
        column("lab", WORD),
        column("version", WORD),
        column("due", TIME, empty=True),
        column("released_at", TIME),
        key("id"),
        refers("cohort", cohort_id="id"),
        refers("content_version", lab="lab", version="version"),
        sa.UniqueConstraint("cohort_id", "lab"),
    )
    op.create_table(
        "override",
        column("id", ROW_ID),
        column("kind", WORD),
        column("enrolment_id", ROW_ID),
        column("lab", WORD),
        column("due", TIME),
        column("reason", WORD),
        column("actor", WORD),
        column("created_at", TIME),
        column("undone_at", TIME, empty=True),
        column("undone_by", WORD, empty=True),
        key("id"),
        refers("enrolment", enrolment_id="id"),
    )
    op.create_index("ix_override_enrolment_id_lab", "override", ["enrolment_id", "lab"])


def work() -> None:
    op.create_table(
        "submission",
        column("id", sa.String(32)),
        column("enrolment_id", ROW_ID),
        column("lab", WORD),
        column("version", WORD),
        column("kind", WORD),
        column("lang", WORD),
        column("digest", WORD),
        column("received_at", TIME),
        column("receipt", sa.Text()),
        column("latest_at", TIME),
        column("arrivals", sa.Integer()),
        column("state", WORD),
        column("rev", sa.Integer()),
        column("retry_at", TIME, empty=True),
        key("id"),
        refers("enrolment", enrolment_id="id"),
        sa.UniqueConstraint("enrolment_id", "lab", "kind", "digest"),
    )
    op.create_index(
        "ix_submission_state_received_at", "submission", ["state", "received_at"]
    )
    op.create_table(
        "blob",
        column("submission_id", sa.String(32)),
        column("body", sa.LargeBinary()),
        key("submission_id"),
        refers("submission", submission_id="id"),
    )
    op.create_table(
        "feedback",
        column("submission_id", sa.String(32)),
        column("body", sa.LargeBinary()),
        column("received_at", TIME),
        key("submission_id"),
        refers("submission", submission_id="id"),
    )
    op.create_table(
        "event",
        column("id", ROW_ID),
        column("source", WORD),
        column("key", WORD),
        column("rev", sa.Integer()),
        column("sha256", sa.String(64)),
        column("enrolment_id", ROW_ID),
        column("lab", WORD),
        column("at", TIME),
        column("body", sa.Text()),
        key("id"),
        refers("enrolment", enrolment_id="id"),
        sa.UniqueConstraint("source", "key", "rev"),
    )
    op.create_index("ix_event_enrolment_id_lab", "event", ["enrolment_id", "lab"])


def derived() -> None:
    op.create_table(
        "attempt",
        column("event_id", ROW_ID),
        column("exercise", WORD),
        column("enrolment_id", ROW_ID),
        column("lab", WORD),
        column("submission_id", sa.String(32)),
        column("kind", WORD),
        column("rev", sa.Integer()),
        column("submitted_at", TIME),
        column("state", WORD),
        column("points", sa.Integer()),
        column("possible", sa.Integer()),
        column("code", WORD, empty=True),
        key("event_id", "exercise"),
        refers("enrolment", enrolment_id="id"),
        refers("event", event_id="id"),
        refers("submission", submission_id="id"),
    )
    op.create_index(
        "ix_attempt_enrolment_id_lab_exercise",
        "attempt",
        ["enrolment_id", "lab", "exercise"],
    )
    op.create_table(
        "progress",
        column("enrolment_id", ROW_ID),
        column("lab", WORD),
        column("exercise", WORD),
        column("status", WORD),
        column("points", sa.Integer()),
        column("possible", sa.Integer()),
        column("best", sa.Integer()),
        column("tries", sa.Integer()),
        column("last_at", TIME),
        column("completed_at", TIME, empty=True),
        column("submission_id", sa.String(32)),
        column("code", WORD, empty=True),
        column("fr", sa.Text(), empty=True),
        column("en", sa.Text(), empty=True),
        key("enrolment_id", "lab", "exercise"),
        refers("enrolment", enrolment_id="id"),
        refers("submission", submission_id="id"),
    )


def running() -> None:
    op.create_table(
        "job",
        column("id", ROW_ID),
        column("kind", WORD),
        column("cohort_id", WORD),
        column("lab", WORD),
        column("due", TIME, empty=True),
        column("state", WORD),
        column("fr", sa.Text(), empty=True),
        column("en", sa.Text(), empty=True),
        column("actor", WORD),
        column("created_at", TIME),
        column("finished_at", TIME, empty=True),
        key("id"),
        refers("cohort", cohort_id="id"),
    )
    op.create_index("ix_job_cohort_id", "job", ["cohort_id"])
    op.create_index("ix_job_state_id", "job", ["state", "id"])
    op.create_table(
        "audit_log",
        column("id", ROW_ID),
        column("at", TIME),
        column("actor", WORD),
        column("action", WORD),
        column("cohort_id", WORD, empty=True),
        column("learner_id", WORD, empty=True),
        column("detail", sa.Text()),
        column("previous", sa.String(64)),
        column("sha256", sa.String(64)),
        key("id"),
    )
    op.create_index("ix_audit_log_cohort_id", "audit_log", ["cohort_id"])
    op.create_index("ix_audit_log_learner_id", "audit_log", ["learner_id"])


def keep_append_only() -> None:
    """Nobody edits or deletes what happened: the database itself says no."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} "
                    f"ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
