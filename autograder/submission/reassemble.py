"""The learner's notebook, however damaged -> the released notebook with the
learner's answers in it.

Its one rule: of the learner's file only the text of cells is kept. Tests, points,
given cells and metadata are the released ones. Answers are found by grade_id,
then by cell id, then by likeness and place; the learner's own cells stay, in
their order, after the released cell they followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.submission.match import (
    GRADED,
    RUNS,
    Cell,
    Matching,
    Notebook,
    Role,
    grade_id_of,
)
from autograder.submission.read import SubmittedNotebook, Unreadable, read

__all__ = ["GRADED", "RUNS", "Cell", "Reassembled", "Role", "notebook_in", "reassemble"]


@dataclass(frozen=True)
class Reassembled:
    """A reassembled submission. notebook: for nbgrader, without outputs."""

    cells: tuple[Cell, ...]
    notebook: Notebook
    is_cut: bool

    def answers_of(self, exercise: str) -> list[Cell]:
        """The answer cells of a graded cell: its own, or those of the one before."""
        found: list[Cell] = []
        for cell in self.cells:
            if cell.role is Role.ANSWER:
                if found and found[-1].exercise != cell.exercise:
                    found = []
                found.append(cell)
            elif cell.grade_id == exercise and cell.role in GRADED:
                return [cell] if cell.role is Role.WRITTEN else found
        return []


def notebook_in(files: Mapping[str, bytes], lab: str) -> str:
    """The notebook's name among the files. Raises Unreadable when there is none."""
    notebooks = [name for name in files if name.lower().endswith(".ipynb")]
    # A browser adds an ending to what it does not know: T0-01.ipynb.json, .txt.
    notebooks = notebooks or [name for name in files if ".ipynb." in name.lower()]
    wanted = f"{lab}.ipynb"
    for name in notebooks:
        if name == wanted:
            return name
    for name in notebooks:
        if name.lower() == wanted.lower():
            return name
    likely = sorted(notebooks, key=lambda each: _unlikely(each, lab))
    for name in likely:
        try:
            if len(notebooks) == 1 or read(files[name]).lab == lab:
                return name
        except Unreadable:
            continue
    if likely:
        return likely[0]
    raise Unreadable(
        f"Il n'y a pas de notebook dans ce rendu. Il faut le fichier {wanted}. "
        "Rien n'a été noté.",
        f"There is no notebook in this submission. The file {wanted} is needed. "
        "Nothing was marked.",
    )


def _unlikely(name: str, lab: str) -> tuple[bool, bool, int, str]:
    """Sorts notebooks' names. JupyterLab's own copies are older than the work."""
    return ".ipynb_checkpoints" in name, lab not in name, len(name), name


def reassemble(content: bytes, released: Notebook, lab: str) -> Reassembled:
    """Put the learner's answers into the released notebook.

    Raises Unreadable for what is not a notebook, or is one of another lab.
    """
    handed = read(content)
    _refuse_another_lab(handed, released, lab)
    matching = Matching(released, handed.cells)
    cells = matching.cells()
    return Reassembled(
        tuple(cells), _notebook(released, cells, matching), handed.is_cut
    )


def _refuse_another_lab(
    handed: SubmittedNotebook, released: Notebook, lab: str
) -> None:
    known = {grade_id_of(cell) for cell in released["cells"]} - {None}
    if handed.lab in (None, lab) or any(c.grade_id in known for c in handed.cells):
        return
    raise Unreadable(
        f"Ce notebook est celui du lab {handed.lab}, pas du lab {lab}. Rends le bon "
        "fichier. Rien n'a été noté.",
        f"This notebook belongs to lab {handed.lab}, not to lab {lab}. Hand in the "
        "right file. Nothing was marked.",
    )


def _notebook(
    released: Notebook, cells: Iterable[Cell], matching: Matching
) -> Notebook:
    metadata = {
        str(c.get("id") or f"released-{i:04}"): c["metadata"]
        for i, c in enumerate(matching.released)
    }
    made = []
    for cell in cells:
        as_json: dict[str, Any] = {
            "cell_type": cell.kind,
            "id": cell.id,
            "metadata": metadata.get(cell.id, {}),
            "source": cell.source,
        }
        if cell.kind == "code":
            as_json |= {"outputs": [], "execution_count": None}
        made.append(as_json)
    return {**released, "nbformat": 4, "nbformat_minor": 5, "cells": made}
