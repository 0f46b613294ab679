"""The kit in a real kernel: cards for the learner, silence for the marker."""

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

# Two kernels are started, for what no stand-in shows: which outputs there really are.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
CELLS = (
    "from labs.kit import *; setup('en')",
    "drawing_pad(['0', '1']); choice('c', '?', {'a': 'A'}); tour('cells')\n"
    "hint('cell-4', ['?']); live_guess(None); confusion_table(['a'], ['a'])",
    "unknown_name",
    "if True print(1)",
    "from labs.kit.checks import expect\nexpect(False, 'M7', fr='non', en='not that')",
)


def run(folder: Path, marking: bool, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}")
    if marking:
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(
        notebook, allow_errors=True, timeout=60, resources=where, kernel_name="python3"
    ).execute()
    return list(notebook.cells)


def html_of(cell: Any) -> str:
    return "".join(
        output.get("data", {}).get("text/html", "") for output in cell.outputs
    )


def test_a_learner_sees_widgets_and_kind_cards(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = run(folder, False, monkeypatch)

    view = "application/vnd.jupyter.widget-view+json"
    assert sum(view in output.data for output in cells[1].outputs) == 6
    assert "does not exist" in html_of(cells[2])
    assert "colon" in html_of(cells[3])
    assert "not that" in html_of(cells[4])
    assert cells[4].outputs[-1].output_type == "error"
    assert cells[4].outputs[-1].traceback == ["✗ To revise"]


def test_the_marker_sees_nothing_of_the_widgets(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = run(folder, True, monkeypatch)

    assert cells[0].outputs == []
    assert cells[1].outputs == []
    assert cells[2].outputs[-1].ename == "NameError"
    assert len(cells[2].outputs) == 1
    assert cells[4].outputs[-1].ename == "Incorrect"
    assert not (folder / "mes-reponses.json").exists()
