"""The list of labs: what each is called, how long it takes, what it marks.

The one rule: nobody else parses catalogue.toml. A wrong key or value is refused
at load, in one sentence that names it (`BadCatalogue`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE = HERE / "catalogue.toml"
NOTEBOOKS = HERE / "notebooks"
LANGS = ("fr", "en")


class BadCatalogue(ValueError):
    """catalogue.toml says something we cannot use. One sentence, for authors."""


class UnknownLab(KeyError):
    """A lab id that is not in the catalogue."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Exercise:
    """One graded cell. codes: what its feedback can name. manual: a person marks it."""

    id: str
    title: Mapping[str, str]
    points: float
    manual: bool = False
    codes: tuple[str, ...] = ()

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The codes of labs.md 4.5, without the plain slips."""
        return tuple(code for code in self.codes if re.fullmatch(r"M\d+", code))


@dataclass(frozen=True)
class Lab:
    """One lab of the catalogue. minutes: for a beginner. pass_share: 0 to 1."""

    id: str
    title: Mapping[str, str]
    level: int
    minutes: int
    pass_share: float
    exercises: tuple[Exercise, ...] = field(repr=False)

    @property
    def folder(self) -> Path:
        return NOTEBOOKS / self.id

    @property
    def automatic_points(self) -> float:
        return sum(each.points for each in self.exercises if not each.manual)

    def exercise(self, id: str) -> Exercise:
        return next(each for each in self.exercises if each.id == id)


@dataclass(frozen=True)
class CoursePath:
    """Labs in the order of one ready-made course."""

    id: str
    title: Mapping[str, str]
    labs: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All labs and paths, in the file's order."""

    labs: tuple[Lab, ...]
    paths: tuple[CoursePath, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Lab]:
        return {lab.id: lab for lab in self.labs}

    def lab(self, id: str) -> Lab:
        """The lab with that id. Raises UnknownLab with the list of known ones."""
        if id not in self.by_id:
            known = ", ".join(self.by_id)
            raise UnknownLab(f"{id!r} is not a lab. The labs are: {known}.")
        return self.by_id[id]


def load(file: Path = FILE) -> Catalogue:
    """The catalogue, checked. Raises BadCatalogue."""
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadCatalogue(f"{file.name} is not TOML: {error}") from None
    _only(data, {"lab", "path"}, file.name)
    labs = tuple(_lab(each) for each in data.get("lab", []))
    paths = tuple(_path(each) for each in data.get("path", []))
    _once([lab.id for lab in labs], "lab")
    known = {lab.id for lab in labs}
    for path in paths:
        if missing := [id for id in path.labs if id not in known]:
            raise BadCatalogue(f"path {path.id!r} names {missing[0]!r}, not a lab here")
    return Catalogue(labs, paths)


def _lab(data: Mapping[str, Any]) -> Lab:
    where = f"lab {data.get('id', '?')}"
    needed = {"id", "title", "level", "minutes", "pass_share", "exercise"}
    _only(data, needed, where, needed)
    if not re.fullmatch(r"[A-Z][A-Z0-9]{0,3}-\d\d", str(data["id"])):
        raise BadCatalogue(f"{where}: write the id as 'N1-00'")
    _within(data["level"], 1, 3, f"{where}: level")
    _within(data["minutes"], 5, 240, f"{where}: minutes")
    _within(data["pass_share"], 0, 1, f"{where}: pass_share")
    exercises = tuple(_exercise(each, where) for each in data["exercise"])
    _once([each.id for each in exercises], f"{where}: exercise")
    return Lab(
        id=data["id"],
        title=_both(data["title"], where),
        level=data["level"],
        minutes=data["minutes"],
        pass_share=float(data["pass_share"]),
        exercises=exercises,
    )


def _exercise(data: Mapping[str, Any], lab: str) -> Exercise:
    where = f"{lab}: exercise {data.get('id', '?')}"
    needed = {"id", "title", "points"}
    _only(data, needed | {"manual", "codes"}, where, needed)
    if not re.fullmatch(r"[a-z][a-z0-9-]*", str(data["id"])):
        raise BadCatalogue(f"{where}: write the id as 'my-exercise'")
    _within(data["points"], 1, 3, f"{where}: points")
    return Exercise(
        id=data["id"],
        title=_both(data["title"], where),
        points=float(data["points"]),
        manual=bool(data.get("manual", False)),
        codes=tuple(data.get("codes", ())),
    )


def _path(data: Mapping[str, Any]) -> CoursePath:
    where = f"path {data.get('id', '?')}"
    needed = {"id", "title", "labs"}
    _only(data, needed, where, needed)
    return CoursePath(data["id"], _both(data["title"], where), tuple(data["labs"]))


def _only(
    data: Mapping[str, Any],
    allowed: set[str],
    where: str,
    needed: set[str] | None = None,
) -> None:
    if extra := sorted(set(data) - allowed):
        raise BadCatalogue(f"{where}: {extra[0]!r} is not a key we know")
    if missing := sorted((needed or set()) - set(data)):
        raise BadCatalogue(f"{where}: {missing[0]!r} is missing")


def _both(title: object, where: str) -> Mapping[str, str]:
    if (
        not isinstance(title, dict)
        or set(title) != set(LANGS)
        or not all(title.values())
    ):
        raise BadCatalogue(f'{where}: write title = {{ fr = "…", en = "…" }}')
    return dict(title)


def _within(value: object, low: float, high: float, what: str) -> None:
    if not isinstance(value, int | float) or not low <= value <= high:
        raise BadCatalogue(f"{what} is {value!r}; write a number from {low} to {high}")


def _once(ids: list[str], what: str) -> None:
    for id in ids:
        if ids.count(id) > 1:
            raise BadCatalogue(f"{what} {id!r} is there twice")
