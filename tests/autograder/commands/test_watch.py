"""`status --watch`, fed by the service's own file."""

import os
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from autograder.commands.progress_bar import ProgressBar
from autograder.commands.watch import watch
from autograder.runtime.heartbeat import Heartbeat


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRE_LANG", "en")


def beat(home: Path, marked: int, pending: int | None, start: str = "09:00") -> None:
    pulse = Heartbeat(os.getpid(), "local", start, marked=marked, pending=pending)
    pulse.failed = 1 if marked else 0
    pulse.write(home / "service.json")


def following(steps: Sequence[Callable[[], object]]) -> Callable[[float], None]:
    """A pause in which the next thing happens."""
    left: Iterator[Callable[[], object]] = iter(steps)
    return lambda _seconds: (next(left)(), None)[1]


def seen(out: StringIO) -> ProgressBar:
    return ProgressBar(Console(file=out), line_every_s=0)


def test_it_follows_until_nothing_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = StringIO()
    beat(tmp_path, 10, 3)
    steps = [lambda: beat(tmp_path, 12, 4), lambda: beat(tmp_path, 16, 0)]

    assert watch(tmp_path, seen(out), following(steps)) == 0

    told = [line.split(" marked")[0] for line in out.getvalue().splitlines()]
    assert told == ["0 of 3", "2 of 6", "6 of 6"]
    assert "Nothing is waiting. Marked while watching: 6." in capsys.readouterr().out


def test_a_service_that_is_started_again_is_followed_on(tmp_path: Path) -> None:
    out = StringIO()
    beat(tmp_path, 10, 5)
    steps = [
        lambda: beat(tmp_path, 12, 3),
        (tmp_path / "service.json").unlink,
        lambda: beat(tmp_path, 0, None, start="09:05"),
        lambda: beat(tmp_path, 3, 0, start="09:05"),
    ]

    assert watch(tmp_path, seen(out), following(steps)) == 0

    lines = out.getvalue().splitlines()
    assert "not running. Nothing is lost" in lines[2]
    assert "the record does not answer yet" in lines[3]
    assert lines[-1].startswith("5 of 5 marked")
    assert lines[-1].endswith("1 could not be marked")


def test_ctrl_c_ends_the_watching_and_says_that_marking_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beat(tmp_path, 0, 5)

    def ctrl_c(_seconds: float) -> None:
        raise KeyboardInterrupt

    assert watch(tmp_path, seen(StringIO()), ctrl_c) == 0
    assert "Marking goes on" in capsys.readouterr().out


def test_without_a_service_there_is_nothing_to_watch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert watch(tmp_path) == 1
    assert "is not running" in capsys.readouterr().err
