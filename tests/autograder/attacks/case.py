"""One attack, read from one file of cases/. The same for us and for stock nbgrader.

A file of cases/ opens with what it tries and what must happen, and then has
    MEAN, TABLE, LEARN, ANSWER, ESSAY   what stands in that exercise's answer cell
    change(book)                        anything else done to the notebook, or bytes
    FILES                               what is handed in beside it: {name: bytes}
    EXPECTED                            {exercise: state}; without it the exercises
                                        whose cell was changed must fail
    LIMITS                              limits of this case: {"wall_s": 4}
    OURS_ONLY                           it attacks a part that stock does not have
All exercises not named must be passed: an attack costs its own exercise only.
"""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.autograder.conftest import POINTS, Book

FOLDER = Path(__file__).parent / "cases"
SECRET = 271828182845  # what hidden.py holds and tests send
TOKEN = "token-of-the-worker"  # in the worker's environment
FORGED = "forged-by-a-learner"  # what cases try to write into our log
_KNOWN = {"FILES", "EXPECTED", "LIMITS", "OURS_ONLY"}
_EXERCISES = (*POINTS, "essay")


@dataclass(frozen=True)
class Case:
    """One attack. tries: its first line. expected: how all exercises must end."""

    name: str
    tries: str
    answers: Mapping[str, str]
    change: Callable[[Book], bytes | None] | None
    files: Mapping[str, bytes]
    expected: Mapping[str, str]
    limits: Mapping[str, int]
    ours_only: bool

    @property
    def is_about_walls(self) -> bool:
        """Fork and sandbox cases: somebody else's marking is what they aim at."""
        return self.name[0] in "ns"

    def submission(self, solved: Book) -> bytes:
        """What is handed in, made from an honest notebook."""
        for exercise, source in self.answers.items():
            solved.write(**{exercise: textwrap.dedent(source).strip("\n")})
        made = self.change(solved) if self.change else None
        return solved.bytes() if made is None else made


def cases() -> list[Case]:
    """Every attack, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("[a-z][0-9]*.py"))]


def _read(path: Path) -> Case:
    module = importlib.import_module(f"tests.autograder.attacks.cases.{path.stem}")
    public = (name for name in vars(module) if name.isupper() and name[0] != "_")
    given = {name: getattr(module, name) for name in public}
    answers = {each: given.pop(each.upper()) for each in _exercises_in(given)}
    if unknown := set(given) - _KNOWN:
        raise ValueError(f"{path.name}: {unknown} means nothing in a case")
    expected = given.get("EXPECTED", dict.fromkeys(answers, "failed"))
    return Case(
        name=path.stem,
        tries=" ".join((module.__doc__ or "").split("\n\n")[0].split()),
        answers=answers,
        change=getattr(module, "change", None),
        files=given.get("FILES", {}),
        expected=dict.fromkeys(POINTS, "passed") | {"essay": "untouched"} | expected,
        limits=given.get("LIMITS", {}),
        ours_only=given.get("OURS_ONLY", False),
    )


def _exercises_in(given: Mapping[str, Any]) -> Iterator[str]:
    yield from [each for each in _EXERCISES if each.upper() in given]


def answered(released: dict[str, Any], solution: Book) -> Book:
    """The released notebook with the reference answers in it: honest work."""
    book = Book(released)
    for exercise in POINTS:
        book.write(**{exercise: solution.cell(f"{exercise}-answer")["source"]})
    return book


def secrets() -> list[str]:
    """What no page, result or output may hold; the number in every dress it may wear:
    grouped, backwards, hexadecimal, Base64, with dots."""
    plain = str(SECRET)
    raw = SECRET.to_bytes(8, "big")
    return [
        TOKEN,
        "hidden" + ".SECRET",
        "END HIDDEN",
        plain,
        plain[::-1],
        f"{SECRET:,}",
        f"{SECRET:_}",
        "-".join(plain),
        " ".join(plain),
        f"{SECRET:x}",
        raw.hex(),
        "MjcxODI4MTgyODQ1",
        "2.71828182845e+11",
    ]
