"""How the autograder opens a file that must survive a power cut.

`read()` and `write()` give a connection in one transaction: leaving the block
commits, an exception rolls back. A write takes the writer's lock at its start (BEGIN
IMMEDIATE), so that writers, of other processes too, wait for each other in order.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from autograder.database.upgrade import is_newest, upgrade
from autograder.runtime.lifetime import alone_in

BUSY_TIMEOUT_S = 10.0


class Database:
    """A SQLite file for this user alone, its tables in the newest form.

    migrations: the folder with the history of its tables. Several processes may have
    it open at once. Raises NewerDatabase.
    """

    def __init__(self, path: Path, migrations: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = _engine(path)
        self._writer = self._engine.execution_options(begin="IMMEDIATE")
        self._one_writer = threading.Lock()
        # Two that bring a new file into WAL mode at once make each other fail,
        # whatever SQLite's timeout.
        with alone_in(path.parent):
            if not path.exists():
                # Before SQLite makes it: its journal files take this mode as well.
                path.touch(mode=0o600)
            try:
                self._upgrade(path, migrations)
            except BaseException:
                self.close()
                raise
            path.chmod(0o600)

    def close(self) -> None:
        self._engine.dispose()

    def read(self) -> AbstractContextManager[Connection]:
        return self._engine.begin()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All of it reaches the disk, or none."""
        with self._one_writer, self._writer.begin() as connection:
            yield connection

    def _upgrade(self, path: Path, migrations: Path) -> None:
        with self.read() as connection:
            if is_newest(connection, migrations):
                return
        with self.write() as connection:
            upgrade(connection, migrations, path)


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        hide_parameters=True,  # an error is logged, and a learner's mark is not
        connect_args={
            "check_same_thread": False,
            "isolation_level": None,  # sqlite3 begins nothing by itself; `begin` does
            "timeout": BUSY_TIMEOUT_S,
        },
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL").close()
        # FULL: a mark we said is safe is on the disk, not in a cache.
        connection.execute("PRAGMA synchronous=FULL").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine
