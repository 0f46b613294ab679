"""A folder of notebooks: marked once each, whatever is interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.__main__ import main
from autograder.assignment.version import AssignmentVersion
from autograder.commands import notebook_file as command

ROOT = Path(__file__).parents[3]
LAB = "T0-01"

# Real Dask workers and real marking: seconds each.
pytestmark = pytest.mark.slow


@pytest.fixture
def here(
    built: AssignmentVersion, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("CAIRE_LANG", "en")
    monkeypatch.setattr(command, "build_version", lambda *_: built)
    (tmp_path / "in" / "group").mkdir(parents=True)
    return tmp_path


def lines(out: Path) -> dict[str, Any]:
    found = [json.loads(line) for line in out.read_text().splitlines() if line[:1]]
    assert len({each["file"] for each in found}) == len(found), "marked twice"
    return {each["file"]: each for each in found}


def test_each_file_has_one_line_and_a_second_run_marks_only_what_is_new(
    here: Path, solved: Any, blank: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in" / "ada.ipynb").write_bytes(solved.bytes())
    (here / "in" / "group" / "basile.ipynb").write_bytes(b"%PDF-1.7")
    words = ["mark", "--lab", LAB, str(here / "in"), "--out", str(here / "out.jsonl")]

    assert main(words) == 0

    found = lines(here / "out.jsonl")
    assert found["ada.ipynb"]["points"] == 9.0
    assert found["ada.ipynb"]["exercises"][0]["state"] == "passed"
    assert "PDF" in found["group/basile.ipynb"]["error"]
    assert "2 of 2 are in" in capsys.readouterr().err

    before = (here / "out.jsonl").read_bytes()
    (here / "out.jsonl").write_bytes(before + b'{"file": "ada.ipynb", "sha')  # killed
    (here / "in" / "chloe.ipynb").write_bytes(blank.bytes())
    assert main(words) == 0

    after = (here / "out.jsonl").read_bytes()
    assert after.startswith(before)
    assert json.loads(after.splitlines()[-1])["file"] == "chloe.ipynb"
    assert len(after.splitlines()) == 4  # with the one that was cut off


def test_what_is_no_folder_of_notebooks_gets_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "one.ipynb").write_text("{}")
    out = ["--out", str(here / "out.jsonl")]

    assert main(["mark", "--lab", LAB, str(here / "one.ipynb"), *out]) == 2
    assert main(["mark", "--lab", LAB, str(here / "in"), *out]) == 2

    first, second = capsys.readouterr().err.splitlines()
    assert "is not a folder" in first
    assert "holds no notebook" in second
    assert not (here / "out.jsonl").exists()


def test_ctrl_c_loses_nothing_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """The whole process group hears Ctrl-C, as from a terminal."""
    (folder := tmp_path / "in").mkdir()
    for number in range(6):
        (folder / f"{number}.ipynb").write_text(_empty_notebook(number))
    out = tmp_path / "out.jsonl"
    environment = {**os.environ, "CAIRE_STATE": str(tmp_path), "CAIRE_LANG": "en"}
    words = [
        *(sys.executable, "-m", "autograder", "mark", "--lab", "N1-00", str(folder)),
        *("--out", str(out), "--workers", "1"),
    ]

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    first = start()
    while first.poll() is None and (not out.exists() or not out.read_text()):
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGINT)
    _, said = first.communicate(timeout=60)
    marked = lines(out)

    assert first.returncode == 0, said
    assert "goes on from here" in said
    assert 0 < len(marked) < 6

    second = start()
    _, said = second.communicate(timeout=300)

    assert second.returncode == 0, said
    assert set(lines(out)) == {f"{number}.ipynb" for number in range(6)}


def _empty_notebook(number: int) -> str:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": str(number)}
    about = {"caire": {"lab": "N1-00", "lang": "fr"}}
    return json.dumps(
        {"cells": [cell], "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    )
