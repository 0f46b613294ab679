"""Brings a file's tables to the newest form, in one transaction or not at all.

Each file has a folder of migrations of its own; a migration's file begins with its
number. Alembic takes a tenth of a second to import: only an upgrade pays that.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from autograder.runtime.language import french

MIGRATIONS = Path(__file__).parent / "migrations"
OUTBOX = MIGRATIONS / "outbox"
REGRADE = MIGRATIONS / "regrade"


class NewerDatabase(Exception):
    """A file from a version of the autograder that we do not know yet."""

    def __init__(self, path: Path, found: str, newest: str) -> None:
        self.en = (
            f"{path} was written by a newer autograder: its tables are version "
            f"{found}, and this one knows them up to {newest}. Start the newer one "
            "again, or put back a copy of the state folder from before. The file was "
            "not changed."
        )
        self.fr = french(
            f"{path} a été écrit par un service de notation plus récent : ses tables "
            f"sont de la version {found}, et celui-ci les connaît jusqu’à la version "
            f"{newest}. Relancez le plus récent, ou remettez une copie antérieure du "
            "dossier d’état. Le fichier n’a pas été modifié."
        )
        super().__init__(self.en)


def is_newest(connection: Connection, migrations: Path) -> bool:
    return _version(connection) == _known(migrations)[-1]


def upgrade(connection: Connection, migrations: Path, path: Path) -> None:
    """connection: in a transaction that holds the writer's lock.

    Looks again at the version: another process may have upgraded while we waited.
    """
    version, known = _version(connection), _known(migrations)
    if version is not None and version not in known:
        raise NewerDatabase(path, version, known[-1])
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", _escaped(migrations))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    """None: a new file, or one from before there were versions."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(
        text("SELECT version_num FROM alembic_version")
    )
    return found


def _known(migrations: Path) -> list[str]:
    return sorted(file.name[:4] for file in migrations.glob("[0-9]*.py"))


def _escaped(path: Path) -> str:
    """As a configuration file's value, where a percent sign means something."""
    return str(path).replace("%", "%%")
