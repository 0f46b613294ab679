"""The list of labs: what each is called, how long it takes, what it marks.

catalogue.toml has the order of the labs and the ready-made paths; all that belongs
to one lab is in its own lab.toml.

The one rule: nobody else parses these files. A wrong key or value is refused at
load, in one sentence that names it (`BadCatalogue`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from labs.strict_toml import BadToml, Strict, Table, read_strictly

HERE = Path(__file__).parent
FILE = HERE / "catalogue.toml"
NOTEBOOKS = HERE / "notebooks"
LAB_ID = re.compile(r"[A-Z][A-Z0-9]{0,3}-\d\d")


class BadCatalogue(ValueError):
    """catalogue.toml or a lab.toml says something we cannot use. One sentence."""


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
    """One lab. minutes: for a beginner. pass_share: 0 to 1. at: where its files are,
    when that is not labs/notebooks."""

    id: str
    title: Mapping[str, str]
    level: int
    minutes: int
    pass_share: float
    exercises: tuple[Exercise, ...] = field(repr=False)
    at: Path | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        return self.at or NOTEBOOKS / self.id

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
    """The catalogue, checked; each lab from its lab.toml. Raises BadCatalogue."""
    found = _read(file, _CatalogueFile, file.name)
    _once(found.labs, f"{file.name}: lab")
    # Not the file's neighbour when it is the shipped one: tests move NOTEBOOKS.
    notebooks = NOTEBOOKS if file == FILE else file.parent / "notebooks"
    labs = tuple(read_lab(notebooks / id) for id in found.labs)
    paths = tuple(_path(each) for each in found.path)
    for path in paths:
        if missing := [id for id in path.labs if id not in found.labs]:
            raise BadCatalogue(
                f"{file.name}: path {path.id!r} names {missing[0]!r}, not a lab here"
            )
    return Catalogue(labs, paths)


def read_lab(folder: Path) -> Lab:
    """The lab in this folder, from its lab.toml. Raises BadCatalogue."""
    name = f"{folder.name}/lab.toml"
    if not LAB_ID.fullmatch(folder.name):
        raise BadCatalogue(f"lab {folder.name!r}: write the id as 'N1-00'")
    found = _read(folder / "lab.toml", _LabFile, name)
    _once([each.id for each in found.exercise], f"{name}: exercise")
    return Lab(
        id=folder.name,
        title=found.title.model_dump(),
        level=found.level,
        minutes=found.minutes,
        pass_share=float(found.pass_share),
        exercises=tuple(_exercise(each) for each in found.exercise),
        at=None if folder.parent == NOTEBOOKS else folder,
    )


class Both(Strict):
    """A text in both languages."""

    fr: str = Field(min_length=1, description='fr = "…", the French text')
    en: str = Field(min_length=1, description='en = "…", the English text')


Title = Annotated[Both, Field(description='title = { fr = "…", en = "…" }')]
Id = Annotated[
    str,
    Field(pattern="^[a-z][a-z0-9-]*$", max_length=40, description="id = 'my-exercise'"),
]


class _ExerciseFile(Strict):
    id: Id
    title: Title
    points: int = Field(ge=1, le=3, description="a number from 1 to 3")
    manual: bool = Field(default=False, description="true or false")
    codes: list[str] = Field(default=[], description='codes = ["M7", "empty-name"]')


class _LabFile(Strict):
    title: Title
    level: int = Field(ge=1, le=3, description="a number from 1 to 3")
    minutes: int = Field(ge=5, le=240, description="a number from 5 to 240")
    pass_share: float = Field(ge=0, le=1, description="a number from 0 to 1")
    exercise: list[_ExerciseFile] = Field(
        min_length=1, description="an [[exercise]] with id, title and points"
    )


class _PathFile(Strict):
    id: str = Field(min_length=1, description="id = '7h'")
    title: Title
    labs: list[str] = Field(description='labs = ["N1-00", "N1-01"]')


class _CatalogueFile(Strict):
    labs: list[str] = Field(description='labs = ["N1-00", "N1-01"]')
    path: list[_PathFile] = Field(default=[], description="a [[path]]")


def _read(file: Path, kind: type[Table], name: str) -> Table:
    try:
        return read_strictly(file, kind, name)
    except BadToml as bad:
        raise BadCatalogue(str(bad)) from None


def _exercise(found: _ExerciseFile) -> Exercise:
    return Exercise(
        id=found.id,
        title=found.title.model_dump(),
        points=float(found.points),
        manual=found.manual,
        codes=tuple(found.codes),
    )


def _path(found: _PathFile) -> CoursePath:
    return CoursePath(found.id, found.title.model_dump(), tuple(found.labs))


def _once(ids: Iterable[str], what: str) -> None:
    listed = list(ids)
    for id in listed:
        if listed.count(id) > 1:
            raise BadCatalogue(f"{what} {id!r} is there twice")
