"""The first tables; those of a file from before there were versions stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("next_at", sa.REAL(), nullable=False, server_default=sa.text("0")),
        sa.Column("made_at", sa.REAL(), nullable=False),
        sa.PrimaryKeyConstraint("key", "rev"),
        sa.CheckConstraint("state IN ('waiting', 'sent')"),
        if_not_exists=True,
    )
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["next_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        if_not_exists=True,
    )
    op.create_table(
        "held",
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("lab", sa.Text(), nullable=False),
        sa.Column("learner", sa.Text(), nullable=False),
        sa.Column("student", sa.Text(), nullable=False),
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cohort", "lab", "learner"),
        if_not_exists=True,
    )
    op.create_table(
        "by_hand",
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission", "exercise"),
        if_not_exists=True,
    )
