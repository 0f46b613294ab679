"""`python -m labs compare` says what differs between two builds, and nothing else.

`old` is the build of N1-00; `changed` gives a copy in which a function changed cells.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labs.__main__ import main
from labs.authoring.build import build
from labs.authoring.compare import differences
from labs.catalogue import load

Cells = list[dict[str, Any]]
Changed = Callable[[Callable[[Cells], object]], Path]
BOOK = Path("release/en/N1-00/N1-00.ipynb")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    build(load().lab("N1-00")).write(tmp_path / "old")
    return tmp_path / "old"


@pytest.fixture
def changed(old: Path, tmp_path: Path) -> Changed:
    def change(cells: Callable[[Cells], object]) -> Path:
        shutil.copytree(old, tmp_path / "new")
        book = json.loads((tmp_path / "new" / BOOK).read_text())
        cells(book["cells"])
        (tmp_path / "new" / BOOK).write_text(json.dumps(book))
        return tmp_path / "new"

    return change


def test_a_build_does_not_differ_from_itself(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(old), str(old)]) == 0
    assert "no difference" in capsys.readouterr().out


def test_a_changed_line_is_shown_with_its_cell(old: Path, changed: Changed) -> None:
    new = changed(lambda cells: cells[0].update(source="# Another title"))

    (said,) = differences(old, new)

    assert said.startswith(
        f"{BOOK}: welcome has another source\n    -# Getting started"
    )
    assert "\n    +# Another title" in said


def test_a_cell_more_is_one_line_not_all_that_follow(
    old: Path, changed: Changed
) -> None:
    cell = {"cell_type": "markdown", "id": "more", "metadata": {}, "source": "More."}
    new = changed(lambda cells: cells.insert(3, cell))

    assert list(differences(old, new)) == [f"{BOOK}: more is a new cell: 'More.'"]


def test_a_cell_less_is_one_line(old: Path, changed: Changed) -> None:
    new = changed(lambda cells: cells.pop(0))

    (said,) = differences(old, new)

    assert said.startswith(f"{BOOK}: welcome is a cell that is gone: '# Getting")


def test_a_cell_with_another_name_is_the_same_cell(old: Path, changed: Changed) -> None:
    new = changed(lambda cells: cells[2].update(id="tools"))

    assert list(differences(old, new)) == [f"{BOOK}: setup is now called tools"]


def test_other_metadata_is_shown_key_by_key(old: Path, changed: Changed) -> None:
    def raise_points(cells: Cells) -> None:
        graded = [c for c in cells if c["metadata"].get("nbgrader", {}).get("points")]
        graded[0]["metadata"]["nbgrader"]["points"] = 3

    said = list(differences(old, changed(raise_points)))

    assert said == [f"{BOOK}: codename: nbgrader.points was 1, is 3"]


def test_files_that_are_missing_or_other_are_named(old: Path, changed: Changed) -> None:
    new = changed(lambda cells: None)
    (old / "one.json").write_text("1")
    (new / "one.json").write_text("12")
    (new / "two.json").write_text("2")
    (new / BOOK).unlink()

    said = sorted(differences(old, new))

    assert said == [
        "one.json: other content (1 -> 2 bytes)",
        f"{BOOK}: only in {old}",
        f"two.json: only in {new}",
    ]


def test_a_folder_without_notebooks_is_one_sentence(
    tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(old), str(tmp_path / "nothing")]) == 1

    said = capsys.readouterr().err
    assert "holds no notebook; build one with" in said
    assert said.strip().count("\n") == 0
