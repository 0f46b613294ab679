"""What `python -m hub.record WORD` does, one function per word.

A function's first docstring line is its help text. Each returns the exit code.
"""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub.record import seeding
from hub.record.domain import archive, receipts
from hub.record.secrets_folder import receipt_key
from hub.record.settings import RecordSettings
from hub.record.store import progress
from hub.record.store.base import Base, row_dict
from hub.record.store.database import Database
from hub.record.store.models import Attempt, Progress, Submission

DERIVED: tuple[type[Base], ...] = (Progress, Attempt, Submission)


class CannotDo(Exception):
    """The command did not happen; the message says why and what to try."""


def serve(settings: RecordSettings, _args: Namespace) -> int:
    """Serve the record until stopped."""
    from hub.record.web import server  # the web half is not needed by the other words

    return asyncio.run(server.serve(settings))


def upgrade(settings: RecordSettings, _args: Namespace) -> int:
    """Bring the database's tables to the newest form."""
    database = _database(settings)
    print(f"The record's tables are up to date ({database.url.render_as_string()}).")
    return 0


def vendor(_settings: RecordSettings, _args: Namespace) -> int:
    """Copy htmx and the font from node_modules to the pages' static files."""
    from hub.record.web.pages import vendoring

    try:
        count = vendoring.vendor()
    except FileNotFoundError as error:
        raise CannotDo(
            f"{error.filename} is missing. Run `npm ci` first; nothing was copied."
        ) from None
    print(f"{count} files copied to hub/record/web/static/vendor.")
    return 0


def messages(_settings: RecordSettings, _args: Namespace) -> int:
    """Bring the French and English catalogues up to date with the sentences."""
    from hub.record.web.pages import messages as catalogues

    missing = catalogues.update()
    for lang, count in missing.items():
        print(f"{lang}: {count} sentences without words")
    return 1 if any(missing.values()) else 0


def seed(settings: RecordSettings, args: Namespace) -> int:
    """Add institutions, cohorts, learners and staff from a JSON file."""
    try:
        data = json.loads(Path(args.file).read_text("utf-8"))
        plan = seeding.plan(data)
    except (OSError, ValueError) as error:
        raise CannotDo(f"{args.file}: {error}. Nothing was added.") from None
    with _database(settings).write() as session:
        seeding.apply(session, plan)
    print(f"Record seeded: {len(plan.cohorts)} cohorts, {plan.count} learners.")
    return 0


def rebuild(settings: RecordSettings, args: Namespace) -> int:
    """Derive all progress again from the events; say what differs."""
    with _database(settings).write() as session:
        before = _derived(session)
        progress.rebuild(session)
        after = _derived(session)
        differs = sum(1 for key in before | after if before.get(key) != after.get(key))
        if args.check:
            session.get_bind().rollback()  # type: ignore[union-attr]
    kept = "nothing was written" if args.check else "the rebuilt rows are kept"
    print(f"{len(after)} derived rows, {differs} differ from before ({kept}).")
    return 1 if differs else 0


def verify_receipt(settings: RecordSettings, args: Namespace) -> int:
    """Check a receipt's signature, and optionally that it is about these files."""
    jwk = _jwk(settings, args.key)
    path = Path(args.receipt)
    try:
        text = path.read_text("utf-8") if path.is_file() else args.receipt
    except OSError:  # a receipt is longer than any file name
        text = args.receipt
    try:
        claims = receipts.verify(text, jwk)
    except receipts.BadReceipt as error:
        raise CannotDo(f"This receipt is NOT valid: {error}.") from None
    print("This receipt is valid.")
    for name in ("sub", "lab", "cohort", "kind", "received_at", "submission", "digest"):
        print(f"  {name:12} {claims.get(name)}")
    return _compare(Path(args.folder), claims["digest"]) if args.folder else 0


PLAIN: dict[str, Callable[[RecordSettings, Namespace], int]] = {
    "serve": serve,
    "upgrade": upgrade,
    "vendor": vendor,
    "messages": messages,
}


def _compare(folder: Path, digest: str) -> int:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    if archive.digest_of(files) == digest:
        print(f"{folder} holds exactly the files of this receipt.")
        return 0
    print(f"{folder} does NOT hold exactly the files of this receipt.")
    return 1


def _jwk(settings: RecordSettings, path: str | None) -> dict[str, Any]:
    if path is None:
        return dict(receipt_key(settings.folder).jwk)
    try:
        jwk: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotDo(f"{path} is not a receipt key (JWK): {error}.") from None
    return jwk


def _database(settings: RecordSettings) -> Database:
    database = Database(settings.database)
    try:
        database.upgrade()
    except SQLAlchemyError as error:
        where = database.url.render_as_string()
        reason = str(error).splitlines()[0]
        raise CannotDo(
            f"The database {where} does not open: {reason}. Check CAIRE_RECORD_DB "
            "([record] database in site.toml). Nothing was changed."
        ) from None
    return database


def _derived(session: Session) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every derived row by table and key, as values that can be compared."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for model in DERIVED:
        keys = [column.key for column in model.__table__.primary_key]
        for row in session.scalars(select(model)):
            values = row_dict(row)
            found[(model.__tablename__, *(values[key] for key in keys))] = values
    return found
