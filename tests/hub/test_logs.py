"""A log that a program holds open stays small, and nothing but its oldest part goes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hub import logs, serve

WRITES = """
import sys
log = open(sys.argv[1], "ab", buffering=0)
for line in sys.stdin:
    log.write(line.encode())
    print("written", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(logs, "MOST_BYTES", 100)
    (tmp_path / "servers").mkdir()
    return tmp_path


def test_a_program_goes_on_in_the_same_file_after_each_rotation(folder: Path) -> None:
    log = folder / "hub.log"
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin
        assert program.stdout
        for number in range(6):
            program.stdin.write(f"{number} " + "x" * 120 + "\n")
            program.stdin.flush()
            assert program.stdout.readline() == "written\n"
            logs.keep_small(folder)
        program.stdin.write("the last line\n")
        program.stdin.close()

    assert log.read_text() == "the last line\n"
    kept = sorted(path.name for path in folder.glob("*.log.*"))
    assert kept == [f"hub.log.{number}" for number in (1, 2, 3)]
    assert all(path.stat().st_size == 100 for path in folder.glob("*.log.*"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.log.*")}
    assert modes == {0o600}


def test_a_servers_log_made_long_on_purpose_does_not_fill_the_disk(
    folder: Path,
) -> None:
    log = folder / "servers" / "ada.log"
    with log.open("wb") as opened:
        opened.truncate(2**31)

    logs.keep_small(folder)

    assert log.stat().st_size == 0
    assert (folder / "servers" / "ada.log.1").stat().st_size == 100


def test_a_small_log_is_left_alone(folder: Path) -> None:
    (folder / "hub.log").write_text("one line\n")

    logs.keep_small(folder)

    assert [path.name for path in folder.iterdir() if path.is_file()] == ["hub.log"]


def test_the_command_that_serves_looks_after_the_logs_while_it_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the Hub ends; here it does so when its log is found small."""
    log = folder / "hub.log"
    log.write_text("x" * 120)
    monkeypatch.setattr(serve, "LOOK_AT_LOGS_S", 0.01)
    waits = "import os, sys\nwhile os.path.getsize(sys.argv[1]): pass\nsys.exit(7)"

    with subprocess.Popen([sys.executable, "-c", waits, str(log)]) as hub:
        assert serve._until_it_ends(hub, folder) == 7
