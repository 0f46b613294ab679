"""fr.md and en.md: the story of a lab, and where its cells stand in it.

A story is a list of parts, each under its marker:

    <!-- text step-2 -->      what follows is a text cell
    <!-- cell draw -->        here stands the cell `draw` of program.py
    <!-- written why -->      here a learner writes; what follows is a model answer

The one rule: both files have the same markers in the same order, and so has
program.py. A sentence names the first place where they part ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from labs.authoring.source import Code, Place, read_text, short_name

_MARKER = re.compile(r"<!-- (?P<kind>text|cell|written) (?P<id>[a-z][a-z0-9-]*) -->")
_HOW = "'<!-- text name -->', '<!-- cell name -->' or '<!-- written name -->'"


@dataclass(frozen=True)
class Part:
    """One marker of the story and the text below it; a cell has none."""

    kind: str
    id: str
    text: str
    place: Place

    @property
    def marker(self) -> str:
        return f"<!-- {self.kind} {self.id} -->"


def read_story(file: Path) -> list[Part]:
    """The parts of one language. Raises BadLab."""
    name = short_name(file)
    parts: list[Part] = []
    for marker, text, line in split(read_text(file)):
        place = Place(name, line)
        found = _MARKER.fullmatch(marker)
        if found is None:
            raise place.bad(f"{(marker or text)[:60]!r} stands here; begin with {_HOW}")
        parts.append(Part(found["kind"], found["id"], text, place))
        if found["kind"] == "cell" and text:
            raise place.bad(
                f"the text below {marker!r} is in no section; "
                "write '<!-- text name -->' above it"
            )
        if found["kind"] != "cell" and not text:
            raise place.bad(f"there is no text below {marker!r}; write it or drop it")
        if found["id"] in [each.id for each in parts[:-1]]:
            raise place.bad(
                f"the name {found['id']!r} is used twice; give one another name"
            )
    return parts


def split(text: str) -> list[tuple[str, str, int]]:
    """(marker, the text below it, the marker's line), for each `<!--` line.

    What stands above the first one comes with an empty marker.
    """
    found: list[tuple[str, list[str], int]] = [("", [], 1)]
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("<!--"):
            found.append((line, [], number))
        else:
            found[-1][1].append(line)
    parts = [(mark, "\n".join(lines).strip(), line) for mark, lines, line in found]
    return [each for each in parts if each[0] or each[1]]


def refuse_different_stories(french: list[Part], english: list[Part]) -> None:
    """Raises BadLab at the first marker that the two languages do not share."""
    for one, other in zip_longest(french, english):
        if one is None or other is None or one.marker != other.marker:
            seen, there = other or one, one or other
            wanted = f"fr.md has {there.marker!r}" if one else "fr.md has no more"
            mine = repr(other.marker) if other else "the file ends"
            raise Place(english[-1].place.file, seen.place.line).bad(
                f"here {wanted}, and in en.md {mine}: write the same markers in "
                "the same order in both"
            )


def refuse_another_order(story: Sequence[Part], program: Sequence[Code]) -> None:
    """Raises BadLab unless program.py has the story's cells, in the story's order."""
    told = [part for part in story if part.kind == "cell"]
    written = {cell.id for cell in program}
    for part in told:
        if part.id not in written:
            raise part.place.bad(
                f"program.py has no cell {part.id!r}; write '# %% {part.id}' there, "
                "with its code"
            )
    for cell in program:
        if cell.id not in {part.id for part in told}:
            raise cell.place.bad(
                f"fr.md does not say where {cell.id!r} stands; write "
                f"'<!-- cell {cell.id} -->' there and in en.md"
            )
    for part, cell in zip(told, program, strict=True):
        if part.id != cell.id:
            raise cell.place.bad(
                f"{cell.id!r} stands here and fr.md has {part.id!r} first; "
                "put the cells in the order of the story"
            )
