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
        "again",
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("lab", sa.Text(), nullable=False),
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("autograded", sa.LargeBinary(), nullable=False),
        sa.Column("feedback", sa.LargeBinary(), nullable=False),
        sa.Column("broken", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission", "version"),
        sa.CheckConstraint("state IN ('marked', 'committed', 'applied')"),
        if_not_exists=True,
    )
    op.create_index(
        "again_committed",
        "again",
        ["lab"],
        sqlite_where=sa.text("state = 'committed'"),
        if_not_exists=True,
    )
    op.create_table(
        "superseded",
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("lab", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cohort", "lab", "old"),
        if_not_exists=True,
    )
