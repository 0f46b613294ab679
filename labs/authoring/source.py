"""A lab's text (lab.py, percent format) as checked cells, still in both languages.

The one rule: what could silently become something else is refused, with a
sentence that names the line (`BadLab`). jupytext accepts nearly anything: a
comma missing in the metadata only means that the cell is never graded. So the
markers are read strictly here, before jupytext sees them. docs/authors.md
teaches the notation; docs of each trap are in tests/labs/test_build.py.

Words: a *cell* is one `# %%` block; its *role* is prose, code, answer, check,
written or given (the table of docs/authors.md).
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import jupytext

_MARKER = re.compile(r"# ?%%")
_HEADER = re.compile(
    r"# %%(?P<prose> \[markdown\])?"
    r"(?: nbgrader=(?P<nbgrader>\{.*?\}))?"
    r"(?: tags=(?P<tags>\[.*?\]))?"
    r"(?: jupyter=(?P<jupyter>\{.*?\}))?"
)
_GRADE_ID = re.compile(r"[a-z][a-z0-9-]*")


class BadLab(ValueError):
    """The text of a lab breaks a rule. One sentence, with the line to look at."""


class Role(StrEnum):
    """What a cell is for nbgrader and for the learner."""

    PROSE = "prose"
    CODE = "code"
    ANSWER = "answer"
    CHECK = "check"
    WRITTEN = "written"
    GIVEN = "given"


# (grade, solution, locked) -> role; every other mix is a slip (style.md 2.3)
_ROLES = {
    (False, True, False): Role.ANSWER,
    (True, False, True): Role.CHECK,
    (True, True, False): Role.WRITTEN,
    (False, False, True): Role.GIVEN,
}


@dataclass(frozen=True)
class Cell:
    """One cell. id: its grade_id, or `cell-007` by place. line: of its marker."""

    id: str
    role: Role
    text: str
    line: int
    metadata: Mapping[str, Any]

    @property
    def is_prose(self) -> bool:
        return self.role in (Role.PROSE, Role.WRITTEN)

    @property
    def points(self) -> float:
        return float(self.metadata.get("nbgrader", {}).get("points", 0))


def read_cells(text: str, name: str = "lab.py") -> list[Cell]:
    """The cells of a lab's text. Raises BadLab."""
    try:
        return list(_cells(text))
    except BadLab as bad:
        raise BadLab(f"{name}, {bad}") from None


def read_file(file: Path) -> list[Cell]:
    """The cells of a lab's file. Raises BadLab."""
    return read_cells(file.read_text("utf-8"), f"{file.parent.name}/{file.name}")


def _cells(text: str) -> Iterator[Cell]:
    if "\t" in text or "\r" in text or "\0" in text:
        raise BadLab("line 1: write spaces and plain line ends, no tab, no null byte")
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines) if _MARKER.match(line)]
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        raise BadLab("line 1: start with a cell marker, '# %%' or '# %% [markdown]'")
    parsed = jupytext.reads(text, fmt="py:percent").cells
    if len(parsed) != len(starts):
        raise BadLab("line 1: jupytext counts other cells than the '# %%' lines")
    seen: set[str] = set()
    for place, (start, cell) in enumerate(zip(starts, parsed, strict=True), 1):
        header = _header(lines[start], start + 1)
        stop = starts[place] if place < len(starts) else len(lines)
        role = _role(header, start + 1)
        prose = role in (Role.PROSE, Role.WRITTEN)
        if prose:
            _refuse_code_in_prose("\n".join(lines[start + 1 : stop]), start + 1)
        elif not cell.source.strip():
            raise BadLab(f"line {start + 1}: this cell is empty; write code or drop it")
        id = header.get("nbgrader", {}).get("grade_id") or f"cell-{place:03d}"
        if id in seen:
            raise BadLab(f"line {start + 1}: grade_id {id!r} is used twice")
        seen.add(id)
        yield Cell(id, role, cell.source, start + 1, header)


def _header(line: str, number: int) -> dict[str, Any]:
    """The metadata of one marker line, in the only spelling we accept."""
    found = _HEADER.fullmatch(line)
    if found is None:
        raise BadLab(
            f"line {number}: {line[:60]!r} is not a marker we know; write '# %%', then "
            "[markdown], nbgrader={…}, tags=[…], jupyter={…}, in this order and no word"
        )
    metadata: dict[str, Any] = {"prose": bool(found["prose"])}
    for key in ("nbgrader", "tags", "jupyter"):
        if found[key] is not None:
            metadata[key] = _json(found[key], key, number)
    for key in metadata.get("jupyter", {"source_hidden": True}):
        if key != "source_hidden":
            raise BadLab(f"line {number}: jupyter may only say source_hidden")
    return metadata


def _json(text: str, key: str, number: int) -> Any:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadLab(
            f"line {number}: {key}= is not JSON ({error.msg} at column {error.colno}); "
            "the cell would not be graded and nobody would know"
        ) from None
    spelled = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if text != spelled:
        raise BadLab(f"line {number}: write {key}={spelled}")
    return value


def _role(header: Mapping[str, Any], number: int) -> Role:
    graded = header.get("nbgrader")
    if graded is None:
        return Role.PROSE if header["prose"] else Role.CODE
    keys = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
    role = _ROLES.get(
        (graded.get("grade"), graded.get("solution"), graded.get("locked"))
    )
    if role is None:
        raise BadLab(f"line {number}: grade, solution and locked fit no kind of cell")
    if role in (Role.CHECK, Role.WRITTEN):
        keys |= {"points"}
    if set(graded) != keys or graded["schema_version"] != 3 or graded["task"]:
        expected = ", ".join(sorted(keys))
        raise BadLab(
            f"line {number}: a {role} cell has exactly {expected} (version 3, no task)"
        )
    if not _GRADE_ID.fullmatch(str(graded["grade_id"])):
        raise BadLab(f"line {number}: write the grade_id as 'neuron-check'")
    if "points" in keys and graded["points"] not in (1, 2, 3):
        raise BadLab(f"line {number}: one claim is worth 1, 2 or 3 points")
    if header["prose"] != (role is Role.WRITTEN):
        raise BadLab(f"line {number}: only a written answer is a [markdown] cell")
    return role


def _refuse_code_in_prose(body: str, number: int) -> None:
    """Prose is one string in triple quotes and nothing else.

    Code below it, before the next marker, would become prose without a word.
    A backslash without r is an escape: LaTeX would be garbled.
    """
    stripped = body.strip()
    if "\\" in body and not stripped.startswith('r"""'):
        raise BadLab(f'line {number}: this prose has a backslash; start it with r"""')
    try:
        statements = ast.parse(stripped).body
    except SyntaxError:
        statements = []
    only = statements[0] if len(statements) == 1 else None
    is_string = (
        isinstance(only, ast.Expr)
        and isinstance(only.value, ast.Constant)
        and isinstance(only.value.value, str)
    )
    if not is_string or not stripped.lstrip("r").startswith('"""'):
        raise BadLab(
            f"line {number}: a [markdown] cell is one text between triple quotes; "
            "code below it would silently become prose, so start a new '# %%' cell"
        )
