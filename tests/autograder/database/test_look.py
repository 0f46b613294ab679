"""`status` looks into the outbox; it neither makes nor changes it."""

import subprocess
import sys
from pathlib import Path

from autograder.database.look import waiting_marks
from autograder.exchange.outbox import Outbox
from tests.autograder.database import before_versions as before

ROOT = Path(__file__).parents[3]


def test_where_there_is_no_outbox_none_is_made(tmp_path: Path) -> None:
    assert waiting_marks(tmp_path / "outbox.sqlite") == (0, None)
    assert list(tmp_path.iterdir()) == []


def test_an_outbox_that_is_being_made_has_nothing_waiting(tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").touch()

    assert waiting_marks(tmp_path / "outbox.sqlite") == (0, None)


def test_what_waits_is_counted_since_the_oldest(tmp_path: Path) -> None:
    now = iter([1000.0, 1001.0, 1002.0])
    outbox = Outbox(tmp_path / "outbox.sqlite", lambda: next(now))
    for name in ("s1", "s2", "s3"):
        outbox.append(name, {})
    outbox.sent("s1", 1)

    assert waiting_marks(tmp_path / "outbox.sqlite") == (2, 1001.0)


def test_a_file_from_before_there_were_versions_is_only_looked_at(
    tmp_path: Path,
) -> None:
    row = ("s1", 1, "00", "{}", None, "waiting", 0, 0.0, 1000.0)
    file = before.make(tmp_path / "outbox.sqlite", before.OUTBOX, {"outbox": [row]})

    assert waiting_marks(file) == (1, 1000.0)
    assert before.version_of(file) is None


def test_status_does_not_wait_for_sqlalchemy() -> None:
    code = (
        "import sys, autograder.commands.status; sys.exit('sqlalchemy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
