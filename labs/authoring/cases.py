"""Submissions an author writes down: answers to accept, and mistakes to recognise.

A case is a small text file below a lab's folder:
  accepted/<exercise>/<name>.py    a whole different way to do that exercise
  wrong/<name>.py                  a mistake; `# expect:` lines say what is seen

It replaces answer cells by id (`# %% score-answer`) in the reference solution,
or, after `# base: release`, in what learners get. A cell `# %% files` is Python
that changes `files`, the learner's files by name. docs/authors.md shows each.

The one rule: a case is code of ours, run only where labs are checked.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from labs.authoring.build import Built, to_bytes
from labs.authoring.source import BadLab
from labs.catalogue import Lab
from labs.outcome import State

BASES = ("solution", "release")
_CELL = re.compile(r"# %% ([a-z0-9-]+)")
_NOTE = re.compile(r"# (base|expect): (.+)")
_MARK = re.compile(r"\s*### (BEGIN|END) SOLUTION")


@dataclass(frozen=True)
class Expected:
    """How one exercise must end. code: None when any will do."""

    exercise: str
    state: State
    code: str | None = None


@dataclass(frozen=True)
class Case:
    """One submission in words. cells: new text by cell id. make_files: Python."""

    lab: str
    name: str
    expected: tuple[Expected, ...]
    base: str = "solution"
    cells: Mapping[str, str] = field(default_factory=dict)
    make_files: str = ""


def accepted(lab: Lab) -> list[Case]:
    """The ways of doing each exercise that must pass. Raises BadLab."""
    cases = []
    for file in sorted((lab.folder / "accepted").glob("*/*.py")):
        exercise = file.parent.name
        if exercise not in [each.id for each in lab.exercises if not each.manual]:
            raise BadLab(f"{lab.id}/accepted/{exercise}: no such automatic exercise")
        passes = (Expected(exercise, State.PASSED),)
        cases.append(_read(lab, file, f"accepted/{exercise}/{file.stem}", passes))
    return cases


def wrong(lab: Lab) -> list[Case]:
    """The mistakes that must get their own code. Raises BadLab."""
    cases = []
    for file in sorted((lab.folder / "wrong").glob("*.py")):
        cases.append(_read(lab, file, f"wrong/{file.stem}", ()))
        if not cases[-1].expected:
            raise BadLab(f"{lab.id}/wrong/{file.name}: no '# expect:' line")
    return cases


def solution(lab: Lab) -> Case:
    """The reference solution: every automatic exercise passes."""
    ends = {True: State.WAITING, False: State.PASSED}
    expected = tuple(Expected(each.id, ends[each.manual]) for each in lab.exercises)
    return Case(lab.id, "solution", expected)


def untouched(lab: Lab) -> Case:
    """What learners get, handed in as it is: nothing earned, nothing failed."""
    expected = tuple(Expected(each.id, State.UNTOUCHED) for each in lab.exercises)
    return Case(lab.id, "untouched", expected, "release", {}, "files.clear()")


def submission(case: Case, built: Built, lang: str) -> dict[str, bytes]:
    """The files a learner would hand in: the notebook and what lies beside it."""
    notebook = copy.deepcopy(built.notebooks["release", lang])
    if case.base == "solution":
        _solve(notebook, built.notebooks["source", lang])
    places = {cell.id: cell for cell in notebook.cells}
    for id, text in case.cells.items():
        if id not in places:
            raise BadLab(f"{case.lab}/{case.name}: the lab has no cell {id!r}")
        places[id].source = text
    files = _files_of(built.lab)
    if case.make_files:
        exec(case.make_files, {"files": files, "answers": answers})  # noqa: S102 - ours
    return {f"{case.lab}.ipynb": to_bytes(notebook), **built.data, **files}


def answers(*events: str) -> bytes:
    """A file mes-reponses.json: `answers("choice share=half", "reveal swap")`."""
    listed = []
    for event in events:
        kind, _, rest = event.partition(" ")
        id, _, value = rest.partition("=")
        listed.append({"kind": kind, "id": id, **({"value": value} if value else {})})
        if kind == "prediction":
            listed[-1]["confidence"] = 50  # type: ignore[assignment]
    return json.dumps({"version": 1, "events": listed}).encode()


def _solve(notebook: NotebookNode, source: NotebookNode) -> None:
    """Puts the solution where a learner would have written it."""
    for cell, solved in zip(notebook.cells, source.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            lines = solved.source.split("\n")
            cell.source = "\n".join(line for line in lines if not _MARK.match(line))


def _files_of(lab: Lab) -> dict[str, bytes]:
    folder = lab.folder / "solution"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {file.name: file.read_bytes() for file in found}


def _read(lab: Lab, file: Path, name: str, expected: tuple[Expected, ...]) -> Case:
    base, cells, current = "solution", {}, None
    lines: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        note = _NOTE.fullmatch(line)
        if marker := _CELL.fullmatch(line):
            current = marker[1]
            lines[current] = []
        elif current is not None:
            lines[current].append(line)
        elif note and note[1] == "base":
            base = note[2]
        elif note:
            expected += (_expected(lab, note[2], name),)
        elif not line.startswith("#") and line.strip():
            raise BadLab(f"{lab.id}/{name}: start with comments, then '# %% cell-id'")
    if base not in BASES:
        raise BadLab(f"{lab.id}/{name}: base is 'solution' or 'release', not {base!r}")
    cells = {id: "\n".join(text).strip() for id, text in lines.items()}
    return Case(lab.id, name, expected, base, cells, cells.pop("files", ""))


def _expected(lab: Lab, text: str, name: str) -> Expected:
    exercise, state, *code = text.split()
    known = {each.id for each in lab.exercises}
    if exercise not in known or state not in set(State) or len(code) > 1:
        raise BadLab(f"{lab.id}/{name}: write '# expect: exercise state [code]'")
    return Expected(exercise, State(state), code[0] if code else None)
