"""A run of a check counts as an attempt; one that was not begun does not."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from labs.kit.answers import load_answers
from labs.kit.attempts import after_a_cell, record_attempt, watch_attempts
from labs.kit.checks import Incorrect, NotAttempted

CHECK = "from labs.kit.checks import expect\nexpect(True, None, fr='', en='')"


def run(
    code: str = CHECK, error: BaseException | None = None, cell: str | None = "mean"
) -> SimpleNamespace:
    return SimpleNamespace(
        info=SimpleNamespace(cell_id=cell, raw_cell=code),
        error_in_exec=error,
        error_before_exec=None,
    )


def test_each_run_of_a_check_counts_and_is_told(folder: Path) -> None:
    heard: list[int] = []
    watch_attempts("mean", heard.append)

    after_a_cell(run())
    after_a_cell(run(error=Incorrect(None, "Non.", "No.")))

    assert heard == [1, 2]
    assert load_answers().attempts("mean") == 2


@pytest.mark.parametrize(
    "result",
    [run(error=NotAttempted()), run(code="x = 1"), run(cell=None)],
    ids=["not begun", "not a check", "no cell"],
)
def test_other_runs_do_not_count(folder: Path, result: SimpleNamespace) -> None:
    after_a_cell(result)

    assert load_answers().attempts("mean") == 0


def test_a_cell_that_does_not_compile_does_not_count(folder: Path) -> None:
    result = run()
    result.error_before_exec = SyntaxError()

    after_a_cell(result)

    assert load_answers().attempts("mean") == 0


def test_a_full_disk_does_not_stop_the_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("labs.kit.attempts.save_event", full_disk)

    assert record_attempt("mean") == 1
