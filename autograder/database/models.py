"""The autograder's tables, in two files, each with migrations of its own.

`outbox.sqlite` is written by the service alone; `remarks.sqlite` by the command that
marks a lab again, too. Two files, so that neither waits for the other's disk.
"""

from __future__ import annotations

from sqlalchemy import REAL, CheckConstraint, Index, LargeBinary, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_TYPES = {str: Text, float: REAL, bytes: LargeBinary}
_ZERO = text("0")


class OutboxBase(DeclarativeBase):
    """What stands in outbox.sqlite."""

    type_annotation_map = _TYPES


class RegradeBase(DeclarativeBase):
    """What stands in remarks.sqlite."""

    type_annotation_map = _TYPES


class OutboxRow(OutboxBase):
    """One revision of one submission's mark. body: canonical JSON. Times: seconds
    since 1970."""

    __tablename__ = "outbox"
    key: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    body: Mapped[str]
    feedback: Mapped[str | None]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(server_default=_ZERO)
    next_at: Mapped[float] = mapped_column(server_default=_ZERO)
    made_at: Mapped[float]
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent')"),
        Index("outbox_waiting", "next_at", sqlite_where=text("state = 'waiting'")),
    )


class HeldRow(OutboxBase):
    """Whose mark a line of the gradebook holds. result: JSON."""

    __tablename__ = "held"
    cohort: Mapped[str] = mapped_column(primary_key=True)
    lab: Mapped[str] = mapped_column(primary_key=True)
    learner: Mapped[str] = mapped_column(primary_key=True)
    student: Mapped[str]
    submission: Mapped[str]
    received_at: Mapped[str]
    result: Mapped[str]


class ByHandRow(OutboxBase):
    """An exercise of an earlier submission that a person had marked."""

    __tablename__ = "by_hand"
    submission: Mapped[str] = mapped_column(primary_key=True)
    exercise: Mapped[str] = mapped_column(primary_key=True)


class DrawnRow(OutboxBase):
    """With which key of the site a submission's draws were made (runtime/draws.py)."""

    __tablename__ = "drawn"
    submission: Mapped[str] = mapped_column(primary_key=True)
    draw_key: Mapped[str]


class RegradeRow(RegradeBase):
    """One submission marked by another version. autograded, feedback: compressed."""

    __tablename__ = "again"
    submission: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    lab: Mapped[str]
    cohort: Mapped[str]
    work: Mapped[str]
    known: Mapped[str]
    result: Mapped[str]
    autograded: Mapped[bytes]
    feedback: Mapped[bytes]
    broken: Mapped[str]
    state: Mapped[str]
    draw_key: Mapped[str | None]  # None: from before there were keys
    __table_args__ = (
        CheckConstraint("state IN ('marked', 'committed', 'applied')"),
        Index("again_committed", "lab", sqlite_where=text("state = 'committed'")),
    )


class SupersededRow(RegradeBase):
    """A version of a lab, and the one that marks in its place."""

    __tablename__ = "superseded"
    cohort: Mapped[str] = mapped_column(primary_key=True)
    lab: Mapped[str] = mapped_column(primary_key=True)
    old: Mapped[str] = mapped_column(primary_key=True)
    new: Mapped[str]
