"""Submissions an author writes down: answers to accept, and mistakes to recognise.

A case is a small text file below a lab's folder:
  exercises/<exercise>/accepted/<name>.py    a whole different way to do it
  exercises/<exercise>/wrong/<name>.py       a mistake; `# expect:` says what is seen
  wrong/<name>.py                            the same, for the lab as a whole

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
from labs.authoring.source import BadLab, Place, read_text, short_name
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
    for file in sorted((lab.folder / "exercises").glob("*/accepted/*.py")):
        passes = (Expected(_exercise_of(lab, file), State.PASSED),)
        cases.append(_read(lab, file, passes))
    return cases


def wrong(lab: Lab) -> list[Case]:
    """The mistakes that must get their own code. Raises BadLab."""
    files = [*(lab.folder / "exercises").glob("*/wrong/*.py")]
    cases = []
    for file in sorted([*files, *(lab.folder / "wrong").glob("*.py")]):
        cases.append(_read(lab, file, ()))
        if not cases[-1].expected:
            raise Place(f"{lab.id}/{cases[-1].name}.py", 1).bad(
                "there is no '# expect:' line; write '# expect: exercise failed code'"
            )
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
            raise BadLab(
                f"{case.lab}/{case.name}.py: the lab has no cell {id!r}; "
                "write the name of a cell of program.py"
            )
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


def _exercise_of(lab: Lab, file: Path) -> str:
    exercise = file.parent.parent.name
    if exercise not in [each.id for each in lab.exercises if not each.manual]:
        raise BadLab(
            f"{short_name(file)}: lab.toml has no automatic exercise {exercise!r}; "
            "correct the folder's name"
        )
    return exercise


def _read(lab: Lab, file: Path, expected: tuple[Expected, ...]) -> Case:
    base, current = "solution", None
    lines: dict[str, list[str]] = {}
    for number, line in enumerate(read_text(file).splitlines(), 1):
        place, note = Place(short_name(file), number), _NOTE.fullmatch(line)
        if marker := _CELL.fullmatch(line):
            current = marker[1]
            lines[current] = []
        elif current is not None:
            lines[current].append(line)
        elif note and note[1] == "base":
            base = _base(note[2], place)
        elif note:
            expected += (_expected(lab, note[2], place),)
        elif not line.startswith("#") and line.strip():
            raise place.bad("start with comments, then '# %% cell-id'")
    cells = {id: "\n".join(text).strip() for id, text in lines.items()}
    name = file.relative_to(lab.folder).with_suffix("").as_posix()
    return Case(lab.id, name, expected, base, cells, cells.pop("files", ""))


def _base(said: str, place: Place) -> str:
    if said not in BASES:
        raise place.bad(f"base is {said!r}; write 'solution' or 'release'")
    return said


def _expected(lab: Lab, text: str, place: Place) -> Expected:
    exercise, state, code = [*text.split(), "", "", ""][:3]
    known = {each.id for each in lab.exercises}
    if exercise not in known or state not in set(State) or len(text.split()) > 3:
        raise place.bad(f"{text!r} is here; write '# expect: exercise state [code]'")
    return Expected(exercise, State(state), code or None)
