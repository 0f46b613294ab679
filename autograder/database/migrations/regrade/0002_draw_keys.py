"""Which key of the site the draws of a mark made again came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("again", sa.Column("draw_key", sa.Text()))
