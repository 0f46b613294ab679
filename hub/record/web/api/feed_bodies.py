"""What the feed may send, strictly: wrong types and unknown keys are refused."""

from __future__ import annotations

import base64
import binascii
import zipfile
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from hub.record.domain import archive
from hub.record.domain.refusal import Refused
from hub.record.store.progress import milli
from hub.record.store.releases import NewExercise
from hub.record.strict import StrictModel

M = TypeVar("M", bound=BaseModel)


class Titles(StrictModel):
    fr: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class ExerciseBody(StrictModel):
    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")
    possible: float = Field(ge=0, le=1000)
    manual: bool
    title: Titles

    def kept(self) -> NewExercise:
        return NewExercise(
            slug=self.id,
            possible=milli(self.possible),
            manual=self.manual,
            title_fr=self.title.fr,
            title_en=self.title.en,
        )


class Zips(StrictModel):
    fr: str
    en: str


class VersionBody(StrictModel):
    exercises: list[ExerciseBody] = Field(min_length=1, max_length=60)
    files: Zips


class ReleaseBody(StrictModel):
    cohort: str = Field(min_length=1, max_length=100)
    lab: str = Field(min_length=1, max_length=20)
    version: str = Field(min_length=1, max_length=100)
    due: AwareDatetime | None = Field(default=None, strict=False)
    job: int | str | None = None


class JobBody(StrictModel):
    state: Literal["failed"]
    fr: str = Field(min_length=1, max_length=2000)
    en: str = Field(min_length=1, max_length=2000)


class ResultBody(StrictModel):
    result: dict[str, Any]
    final: bool = True
    arrival: int = Field(default=1, ge=1)


def parsed(model: type[M], data: Any) -> M:
    """The body as `model`. Raises Refused naming the first thing that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise Refused(
            400,
            "Le corps de la requête est refusé : %(where)s : %(why)s.",
            where=where[:100],
            why=first["msg"][:200],
        ) from None


def zips(files: Zips) -> dict[str, bytes]:
    """The release folders, packed again by us: same files, same bytes."""
    packed: dict[str, bytes] = {}
    for lang, text in (("fr", files.fr), ("en", files.en)):
        try:
            raw = base64.b64decode(text, validate=True)
            packed[lang] = archive.pack(archive.unpack_own(raw))
        except (binascii.Error, zipfile.BadZipFile, ValueError):
            raise Refused(
                400, "files.%(lang)s n'est pas une archive zip en base64.", lang=lang
            ) from None
    return packed


def due_text(due: datetime | None) -> str | None:
    return due.isoformat() if due else None
