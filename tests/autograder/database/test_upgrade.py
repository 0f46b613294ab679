"""A file of any age comes to the newest form whole, or stays as it was."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from autograder.database import upgrade as module
from autograder.database.connect import Database
from autograder.database.models import OutboxBase, RegradeBase
from autograder.database.upgrade import OUTBOX, REGRADE, NewerDatabase
from autograder.exchange.outbox import Outbox
from autograder.regrade.store import RegradeStore
from tests.autograder import small_lab
from tests.autograder.database import before_versions as before

ROOT = Path(__file__).parents[3]
RESULT = small_lab.result()
RESULT_TEXT = json.dumps(RESULT.to_dict())
OUTBOX_ROWS: dict[str, list[tuple[Any, ...]]] = {
    "outbox": [
        ("s1", 1, "00", '{"a":1}', None, "sent", 0, 0.0, 1000.0),
        ("s1", 2, "01", '{"a":"é"}', "<p>A</p>", "waiting", 3, 5.5, 1001.25),
        ("s2", 1, "02", '{"a":3}', None, "waiting", 0, 0.0, 1002.0),
    ],
    "held": [
        ("demo", "N1-00", "ada", "ada", "s1", "2026-12-01T09:00:00Z", RESULT_TEXT)
    ],
    "by_hand": [("s0", "why")],
}
ITEM = {
    "id": "s1",
    "cohort": "demo",
    "lab": "N1-00",
    "lang": "fr",
    "version": "v1",
    "learner": "ada",
    "kind": "submit",
    "received_at": "2026-12-01T09:00:00+00:00",
    "digest": "00",
}


def regraded(submission: str, state: str) -> tuple[Any, ...]:
    about = ("v2", "N1-00", "demo", json.dumps({**ITEM, "id": submission}))
    pages = (zlib.compress(b"{}"), zlib.compress(b"<p>A</p>"))
    return (
        submission,
        *about,
        RESULT_TEXT,
        RESULT_TEXT,
        *pages,
        '{"why": "broke"}',
        state,
    )


REGRADE_ROWS: dict[str, list[tuple[Any, ...]]] = {
    "again": [
        regraded("s3", "committed"),
        regraded("s1", "committed"),
        regraded("s2", "marked"),
        regraded("s0", "applied"),
    ],
    "superseded": [("demo", "N1-00", "v1", "v2")],
}
FILES = [
    pytest.param(OUTBOX, before.OUTBOX, OUTBOX_ROWS, id="outbox"),
    pytest.param(REGRADE, before.REGRADE, REGRADE_ROWS, id="regrade"),
]
Rows = dict[str, list[tuple[Any, ...]]]
NEWEST = "0002"


def in_the_newest_form(rows: Rows) -> Rows:
    """0002: which key a submission's draws were made with; not known of old marks."""
    if "again" in rows:
        return {**rows, "again": [(*row, None) for row in rows["again"]]}
    return {**rows, "drawn": []}


@pytest.mark.parametrize(("migrations", "tables", "rows"), FILES)
def test_a_file_from_before_there_were_versions_keeps_every_row(
    tmp_path: Path, migrations: Path, tables: str, rows: Rows
) -> None:
    old = before.make(tmp_path / "old.sqlite", tables, rows)
    shape = before.shape_of(old)

    Database(old, migrations).close()
    Database(tmp_path / "new.sqlite", migrations).close()

    assert before.rows_of(old) == in_the_newest_form(rows)
    assert before.version_of(old) == NEWEST
    now = before.shape_of(old)
    assert now == before.shape_of(tmp_path / "new.sqlite")
    for table, (columns, indexes) in shape.items():
        assert now[table][0][: len(columns)] == columns
        assert now[table][1] == indexes


def test_the_outbox_goes_on_from_a_file_of_before(tmp_path: Path) -> None:
    file = before.make(tmp_path / "outbox.sqlite", before.OUTBOX, OUTBOX_ROWS)

    with closing(Outbox(file)) as outbox:
        assert [(each.key, each.rev) for each in outbox.due()] == [("s1", 2), ("s2", 1)]
        revision = outbox.due()[0]
        assert (revision.feedback, revision.tries, revision.body) == (
            "<p>A</p>",
            3,
            {"a": "é"},
        )
        assert [each.result for each in outbox.all_held("demo")] == [RESULT]
        assert outbox.by_hand("s0") == {"why"}
        assert outbox.append("s1", {"a": 4}) == 3


def test_a_regrade_goes_on_from_a_file_of_before(tmp_path: Path) -> None:
    file = before.make(tmp_path / "remarks.sqlite", before.REGRADE, REGRADE_ROWS)

    with closing(RegradeStore(file)) as store:
        assert store.committed() == ["s3", "s1"]
        whole = store.whole("s1")
        assert (whole.graded.autograded, whole.broken) == (b"{}", {"why": "broke"})
        assert store.by_the_corrected(whole.submission).version == "v2"


@pytest.mark.parametrize(("migrations", "tables", "rows"), FILES)
@pytest.mark.parametrize(
    "at", ["CREATE TABLE alembic_version", "INSERT INTO alembic_version", "COMMIT"]
)
def test_killed_in_the_middle_the_next_start_finishes(
    tmp_path: Path, at: str, migrations: Path, tables: str, rows: Rows
) -> None:
    file = before.make(tmp_path / "file.sqlite", tables, rows)

    assert _killed(file, migrations, at) == -signal.SIGKILL

    assert before.rows_of(file) == rows
    assert before.version_of(file) is None
    Database(file, migrations).close()
    assert before.rows_of(file) == in_the_newest_form(rows)
    assert before.version_of(file) == NEWEST


def test_a_later_version_that_fails_halfway_leaves_the_file_as_it_was(
    tmp_path: Path,
) -> None:
    later = _with_a_later_version(tmp_path, "raise RuntimeError('power cut')")
    file = before.make(tmp_path / "outbox.sqlite", before.OUTBOX, OUTBOX_ROWS)

    with pytest.raises(RuntimeError, match="power cut"):
        Database(file, later)

    assert before.rows_of(file) == OUTBOX_ROWS
    assert before.version_of(file) is None
    mended = _with_a_later_version(tmp_path, "pass")
    Database(file, mended).close()
    assert before.version_of(file) == "0003"
    assert {row[-1] for row in before.rows_of(file)["by_hand"]} == {None}


def test_started_twice_at_once_one_upgrades_and_the_other_waits(
    tmp_path: Path,
) -> None:
    """With a file of before, and with none; three processes, ten times."""
    for n in range(0, 10, 2):
        before.make(tmp_path / f"{n}.sqlite", before.OUTBOX, OUTBOX_ROWS)
    programs = [_python(_OPENER, tmp_path, name) for name in ("a", "b", "c")]
    for n in range(10):
        (tmp_path / f"{n}.go").touch()

    ends = [(each.communicate(timeout=60)[1], each.returncode) for each in programs]

    assert ends == [("", 0)] * 3
    for n in range(10):
        rows = before.rows_of(tmp_path / f"{n}.sqlite")["outbox"]
        assert {row[0] for row in rows} >= {"a", "b", "c"}
        assert before.version_of(tmp_path / f"{n}.sqlite") == NEWEST


def test_a_file_of_a_newer_autograder_is_refused_and_not_touched(
    tmp_path: Path,
) -> None:
    file = tmp_path / "outbox.sqlite"
    Outbox(file).close()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0099'")
    file.chmod(0o640)
    seen = file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_mode

    with pytest.raises(NewerDatabase, match=r"version 0099.*not changed\.$") as refused:
        Outbox(file)

    assert (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_mode) == seen
    assert str(file) in refused.value.fr
    assert "version 0099" in refused.value.fr


@pytest.mark.parametrize(
    ("name", "words"),
    [("outbox.sqlite", ["serve"]), ("remarks.sqlite", ["remark", "N1-00", "--json"])],
)
def test_service_and_command_say_so_in_one_sentence(
    tmp_path: Path, name: str, words: list[str]
) -> None:
    home = tmp_path / "autograder"
    Database(home / name, OUTBOX).close()
    with closing(sqlite3.connect(home / name)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0099'")
    told = {"record_url": "http://127.0.0.1:1", "token": "t"}
    (home / "connection.json").write_text(json.dumps(told))

    program = subprocess.run(
        [sys.executable, "-m", "autograder", *words],
        cwd=ROOT,
        env={**os.environ, "CAIRE_STATE": str(tmp_path), "CAIRE_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert program.returncode in (1, 2)
    said = program.stdout + program.stderr
    assert "was written by a newer autograder" in said
    assert len(said.splitlines()) == 1


def test_a_file_in_the_newest_form_needs_no_alembic(tmp_path: Path) -> None:
    """Its import would be felt at each start."""
    Outbox(tmp_path / "outbox.sqlite").close()
    code = (
        "import sys; from pathlib import Path\n"
        "from autograder.exchange.outbox import Outbox\n"
        "Outbox(Path(sys.argv[1]) / 'outbox.sqlite').close()\n"
        "sys.exit('alembic' in sys.modules)"
    )

    program = _python(code, tmp_path)

    assert (program.communicate()[1], program.returncode) == ("", 0)


@pytest.mark.parametrize(
    ("migrations", "base"), [(OUTBOX, OutboxBase), (REGRADE, RegradeBase)]
)
def test_tables_and_migrations_say_the_same(
    tmp_path: Path, migrations: Path, base: type[OutboxBase] | type[RegradeBase]
) -> None:
    how = {"compare_type": True, "compare_server_default": True}
    with (
        closing(Database(tmp_path / "new.sqlite", migrations)) as database,
        database.read() as connection,
    ):
        context = MigrationContext.configure(connection, opts=how)
        assert compare_metadata(context, base.metadata) == []


@pytest.mark.parametrize("migrations", [OUTBOX, REGRADE])
def test_the_number_in_a_migrations_file_name_is_its_revision(
    migrations: Path,
) -> None:
    scripts = ScriptDirectory(
        str(module.MIGRATIONS), version_locations=[str(migrations)]
    )

    known = sorted(each.revision for each in scripts.walk_revisions())

    assert known == module._known(migrations)
    assert scripts.get_current_head() == known[-1]


_KILLER = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from autograder.database.connect import Database

file, migrations, at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
upgrading = False

@event.listens_for(Engine, "before_cursor_execute")
def before(connection, cursor, statement, *rest):
    global upgrading
    upgrading |= "alembic_version" in statement and statement.startswith("INSERT")
    if statement.strip().startswith(at):
        os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "commit")
def commit(connection):
    if upgrading and at == "COMMIT":
        os.kill(os.getpid(), signal.SIGKILL)

Database(file, migrations)
"""
_OPENER = """
import sys, time
from pathlib import Path
from autograder.exchange.outbox import Outbox

folder, name = Path(sys.argv[1]), sys.argv[2]
for n in range(10):
    while not (folder / f"{n}.go").exists():
        time.sleep(0.001)
    Outbox(folder / f"{n}.sqlite").append(name, {})
"""


def _killed(file: Path, migrations: Path, at: str) -> int:
    program = _python(_KILLER, file, migrations, at)
    program.communicate(timeout=60)
    return program.returncode


def _python(code: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def _with_a_later_version(folder: Path, end: str) -> Path:
    """Our migrations and one more, which ends with this line."""
    later = folder / "later"
    shutil.rmtree(later, ignore_errors=True)
    shutil.copytree(OUTBOX, later)
    (later / "0003_a_note.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        "revision, down_revision = '0003', '0002'\n"
        "def upgrade():\n"
        "    op.add_column('by_hand', sa.Column('note', sa.Text()))\n"
        f"    {end}\n"
    )
    return later
