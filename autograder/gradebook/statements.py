"""SQLite for private courses: what SQLAlchemy compiled once is used by every engine.

nbgrader makes an engine whenever it opens a gradebook, five times a submission, and an
engine forgets its compiled statements: a fifth of what marking costs outside the
sandbox. `import autograder.gradebook.statements` registers `sqlite+private:///FILE`.

SQLAlchemy's cache keys hold the dialect itself, each engine's own, so its equality is
overridden until dialects have a cache key of theirs:
https://github.com/sqlalchemy/sqlalchemy/issues/5002
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection, Engine

DRIVER = "sqlite+private"

_TABLES = f"{__name__}: tables"
_COMPILED: dict[Any, Any] = {}  # nbgrader has some 40 statements; they do not grow


class PrivateSQLite(SQLiteDialect_pysqlite):
    """All of them are one to the cache, whose keys hold the dialect."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is PrivateSQLite

    def __hash__(self) -> int:
        return hash(PrivateSQLite)

    def on_connect(self) -> Callable[[Any], None]:
        first = super().on_connect()

        def connected(connection: Any) -> None:
            if first is not None:
                first(connection)
            # It lives as long as one submission is being marked: nothing to lose.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = MEMORY")

        return connected

    def has_table(
        self, connection: Connection, table_name: str, *args: Any, **more: Any
    ) -> bool:
        """Opening a gradebook asks for each of 13 tables: they are looked up once."""
        known = connection.info.setdefault(_TABLES, set())
        if not known:
            known.update(self.get_table_names(connection))  # type: ignore[no-untyped-call]
        asked = super().has_table
        return table_name in known or asked(connection, table_name, *args, **more)  # type: ignore[no-untyped-call]

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_COMPILED)


registry.register(DRIVER.replace("+", "."), __name__, PrivateSQLite.__name__)
