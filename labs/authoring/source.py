"""program.py and check.py: the code of a lab, cell by cell, still in both languages.

The one rule: what could silently become something else is refused, with a sentence
that names the file, the line and what to write instead (`BadLab`). So a marker has
one spelling only. docs/authors.md teaches the notation.

Words: a *cell* is one block of code under a `# %% name` line; its *kind* is code,
answer, check or given (the table of docs/authors.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MAX_MARKER = 60
HIDDEN = "# %% hidden"  # in a check.py: what follows never ships
SOLUTION_MARKS = ("BEGIN SOLUTION", "END SOLUTION")
HIDDEN_MARKS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")

_LOOKS_LIKE_A_MARKER = re.compile(r"\s*#\s*%%")
_MARKER = re.compile(
    r"# %% (?P<id>[a-z][a-z0-9-]*)"
    r"(?: (?P<kind>answer|check|given))?(?P<folded> folded)?"
)


class BadLab(ValueError):
    """A lab breaks a rule. One sentence: file, line, what to write instead."""


class Role(StrEnum):
    """What a cell is for nbgrader and for the learner."""

    PROSE = "prose"
    CODE = "code"
    ANSWER = "answer"
    CHECK = "check"
    WRITTEN = "written"
    GIVEN = "given"


@dataclass(frozen=True)
class Place:
    """Where something stands: what a sentence to the author begins with."""

    file: str
    line: int

    def bad(self, said: str) -> BadLab:
        return BadLab(f"{self.file}, line {max(1, self.line)}: {said}")

    def below(self, lines: int) -> Place:
        """So many lines below this one: where the code's own line `lines` is."""
        return Place(self.file, self.line + lines)


@dataclass(frozen=True)
class Code:
    """One cell of program.py. folded: closed in the notebook, for who clicks."""

    id: str
    role: Role
    folded: bool
    text: str
    place: Place


def read_program(file: Path) -> list[Code]:
    """The cells of a program.py, in order. Raises BadLab."""
    name = short_name(file)
    lines = read_text(file).splitlines()
    starts = [n for n, line in enumerate(lines) if _LOOKS_LIKE_A_MARKER.match(line)]
    first = starts[0] if starts else len(lines)
    if not starts or any(line.strip() for line in lines[:first]):
        raise Place(name, 1).bad("start with a cell's marker, '# %% name'")
    cells: list[Code] = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        text = "\n".join(lines[start + 1 : stop]).strip("\n")
        cells.append(_cell(lines[start], text, Place(name, start + 1)))
        if cells[-1].id in [each.id for each in cells[:-1]]:
            raise cells[-1].place.bad(
                f"the name {cells[-1].id!r} is used twice; give one another name"
            )
    return cells


@dataclass(frozen=True)
class Check:
    """The two parts of a check.py. hidden: "" when there is none.

    above, mark: the line above each part.
    """

    visible: str
    hidden: str
    above: Place
    mark: Place


def read_check(file: Path) -> Check:
    """A check.py: the part learners get and, below `# %% hidden`, the other."""
    above = Place(short_name(file), 0)
    lines = read_text(file).splitlines()
    marks = [n for n, line in enumerate(lines) if _LOOKS_LIKE_A_MARKER.match(line)]
    for number in marks:
        if lines[number] != HIDDEN or number != marks[0]:
            raise above.below(number + 1).bad(
                f"{lines[number]!r} is not a marker of a check; write one line "
                f"{HIDDEN!r} where the hidden part begins"
            )
    for number, line in enumerate(lines):
        if any(mark in line for mark in HIDDEN_MARKS + SOLUTION_MARKS):
            raise above.below(number + 1).bad(
                f"{line.strip()!r} is written by the build; write {HIDDEN!r} where "
                "the hidden part begins"
            )
    cut = marks[0] if marks else len(lines)
    visible, hidden = "\n".join(lines[:cut]), "\n".join(lines[cut + 1 :])
    if not visible.strip() or (marks and not hidden.strip()):
        raise above.bad("a part of this check is empty; write a test, or drop its mark")
    return Check(visible, hidden, above, above.below(cut + 1))


def read_text(file: Path) -> str:
    """The text of an author's file. Raises BadLab when there is none we can use."""
    name = short_name(file)
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise BadLab(f"{name} is missing; docs/authors.md shows one") from None
    except UnicodeDecodeError:
        raise BadLab(f"{name} is not UTF-8; save it as UTF-8") from None
    for number, line in enumerate(text.split("\n"), 1):
        if set(line) & set("\t\r\0"):
            raise Place(name, number).bad(
                "write spaces and plain line ends, no tab, no null byte"
            )
    return text


def short_name(file: Path) -> str:
    """The file as an author knows it: from the lab's folder on."""
    parts = file.parts
    at = parts.index("exercises") if "exercises" in parts else len(parts) - 1
    return "/".join(parts[max(0, at - 1) :])


def _cell(line: str, text: str, place: Place) -> Code:
    found = _MARKER.fullmatch(line)
    if found is None or len(line) > MAX_MARKER:
        raise place.bad(
            f"{line[:70]!r} is not a marker; write '# %% name', then if need be "
            f"answer, check or given, then folded, in {MAX_MARKER} characters at most"
        )
    role = Role(found["kind"] or "code")
    if role is Role.CHECK and text:
        raise place.bad(
            "the code of a check stands in its own file; "
            f"move it to exercises/{found['id']}/check.py"
        )
    if role is not Role.CHECK and not text.strip():
        raise place.bad("this cell is empty; write code or drop it")
    for number, each in enumerate(text.split("\n"), place.line + 1):
        if any(mark in each for mark in HIDDEN_MARKS):
            raise Place(place.file, number).bad(
                "hidden tests belong in exercises/…/check.py, below '# %% hidden'"
            )
    return Code(found["id"], role, bool(found["folded"]), text, place)
