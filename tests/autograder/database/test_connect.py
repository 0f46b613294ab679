"""What was committed is on the disk, and writers wait for each other."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from autograder.database.connect import Database
from autograder.database.models import ByHandRow, OutboxRow
from autograder.database.upgrade import OUTBOX


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    # A folder as people name them: nothing in it may read as part of an address.
    with closing(Database(tmp_path / "état 100% ?a#b" / "x.sqlite", OUTBOX)) as one:
        yield one


def exercises(database: Database) -> set[str]:
    with database.read() as db:
        return set(db.scalars(select(ByHandRow.exercise)))


def test_a_write_is_whole_or_not_at_all(database: Database) -> None:
    row = {"submission": "s1"}
    with database.write() as db:
        db.execute(insert(ByHandRow), {**row, "exercise": "why"})

    def fail() -> None:
        with database.write() as db:
            db.execute(insert(ByHandRow), {**row, "exercise": "how"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert exercises(database) == {"why"}


def test_who_reads_is_not_held_up_by_who_writes(database: Database) -> None:
    with database.write() as db:
        db.execute(insert(ByHandRow), {"submission": "s1", "exercise": "why"})
        assert exercises(database) == set()


def test_a_second_writer_waits_for_the_first(
    database: Database, tmp_path: Path
) -> None:
    """As another process would: through a connection and a lock of its own."""
    file = tmp_path / "état 100% ?a#b" / "x.sqlite"
    with closing(Database(file, OUTBOX)) as other:

        def write() -> None:
            with other.write() as db:
                db.execute(insert(ByHandRow), {"submission": "s1", "exercise": "how"})

        second = threading.Thread(target=write)
        with database.write() as db:
            second.start()
            second.join(0.2)
            assert second.is_alive()
            db.execute(insert(ByHandRow), {"submission": "s1", "exercise": "why"})
        second.join(5)

    assert exercises(database) == {"why", "how"}


def test_the_journal_is_wal_and_reaches_the_disk(database: Database) -> None:
    with database.read() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert db.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_an_error_does_not_repeat_what_was_written(database: Database) -> None:
    """It ends in a log, where no learner's mark has a place."""
    row = {"key": "s1", "rev": 1, "sha256": "00", "body": "SECRET", "made_at": 1.0}

    with pytest.raises(IntegrityError) as error, database.write() as db:
        db.execute(insert(OutboxRow), {**row, "state": "lost"})

    assert "SECRET" not in str(error.value)
