"""Honest work: what a case is, and how many cases share one marking.

A `Rewritten` case changes one exercise of the solved small lab. Those of one
module that touch different exercises are put into one notebook and marked
together; each still answers for its own exercise. A `Changed` case changes the
notebook, or the files around it, and is marked by itself, unless what is left
after reassembly has been marked before.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.autograder.conftest import LAB, Book

Files = dict[str, bytes]


@dataclass(frozen=True)
class Rewritten:
    """One exercise, done in another way. change: Book -> None."""

    name: str
    exercise: str
    change: Callable[[Book], Any]


@dataclass(frozen=True)
class Changed:
    """The whole notebook. change may give bytes, or all the files, instead.

    deserves: points of exercises of which a part is really missing.
    wall_s: how long cells may wait, where a case waits for ever.
    """

    name: str
    change: Callable[[Book], Any]
    deserves: Mapping[str, float] = field(default_factory=dict)
    wall_s: int = 120

    def files(self, solved: Book) -> Files:
        made = self.change(solved)
        if isinstance(made, dict):
            return made
        content = made if isinstance(made, bytes) else solved.bytes()
        return {f"{LAB}.ipynb": content}


def block(source: str) -> str:
    return textwrap.dedent(source).strip("\n")


def answers(exercise: str, table: Mapping[str, str]) -> list[Rewritten]:
    """The exercise's answer cell says something else."""
    return [
        Rewritten(
            name, exercise, lambda book, s=source: book.write(**{exercise: block(s)})
        )
        for name, source in table.items()
    ]


def helpers(exercise: str, table: Mapping[str, str]) -> list[Rewritten]:
    """The learner's own cell stands in front of the exercise's answer."""
    return [
        Rewritten(
            name,
            exercise,
            lambda book, s=source: book.before(f"{exercise}-answer", block(s)),
        )
        for name, source in table.items()
    ]


def leftovers(exercise: str, table: Mapping[str, str]) -> list[Rewritten]:
    """The answer cell goes on after the answer."""

    def add(book: Book, source: str) -> None:
        cell = book.cell(f"{exercise}-answer")
        cell["source"] = "".join(cell["source"]) + "\n" + block(source)

    return [
        Rewritten(name, exercise, lambda book, s=source: add(book, s))
        for name, source in table.items()
    ]


def changes(table: Mapping[str, Callable[[Book], Any]]) -> list[Changed]:
    return [Changed(name, change) for name, change in table.items()]


def shared(cases: Iterable[Rewritten]) -> dict[str, list[Rewritten]]:
    """By case: those that are marked in one notebook, one for each exercise."""
    rows: dict[str, list[Rewritten]] = {}
    for case in cases:
        rows.setdefault(case.exercise, []).append(case)
    longest = max(map(len, rows.values()), default=0)
    together = [[r[at] for r in rows.values() if at < len(r)] for at in range(longest)]
    return {case.name: group for group in together for case in group}


def name_of(case: Rewritten | Changed) -> str:
    return case.name.replace(" ", "-")
