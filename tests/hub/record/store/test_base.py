"""What every table shares."""

from hub.record.store.base import Base, row_dict
from hub.record.store.models import Blob


def test_a_row_is_its_columns_by_name() -> None:
    row = Blob(submission_id="a", body=b"zip")

    assert row_dict(row) == {"submission_id": "a", "body": b"zip"}


def test_every_constraint_has_a_name_that_a_migration_can_use() -> None:
    unnamed = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None and constraint.columns  # type: ignore[attr-defined]
    ]

    assert unnamed == []
