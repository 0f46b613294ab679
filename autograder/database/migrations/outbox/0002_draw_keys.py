"""Which key of the site a submission's draws were made with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drawn",
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("draw_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission"),
    )
