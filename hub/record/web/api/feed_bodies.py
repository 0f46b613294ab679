"""What the feed may send, strictly: wrong types and unknown keys are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, ValidationError

from hub.record.domain.refusal import Refused
from hub.record.store.progress import milli
from hub.record.store.releases import NewExercise
from hub.record.strict import StrictModel

M = TypeVar("M", bound=BaseModel)
LAST_YEAR = 2100


def _is_near(due: datetime) -> datetime:
    if not 2000 < due.year < LAST_YEAR:
        raise ValueError(f"a year between 2000 and {LAST_YEAR} is expected")
    return due.astimezone(UTC)


Due = Annotated[AwareDatetime, Field(strict=False), AfterValidator(_is_near)]
JobId = (
    Annotated[int, Field(ge=1, lt=10**12)]
    | Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
)


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
    """Empty here: the archives were unpacked by a worker (body_worker.py)."""

    fr: Literal[""]
    en: Literal[""]


class VersionBody(StrictModel):
    exercises: list[ExerciseBody] = Field(min_length=1, max_length=60)
    files: Zips


class ReleaseBody(StrictModel):
    cohort: str = Field(min_length=1, max_length=100)
    lab: str = Field(min_length=1, max_length=20)
    version: str = Field(min_length=1, max_length=100)
    due: Due | None = None
    job: JobId | None = None


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


def due_text(due: datetime | None) -> str | None:
    return due.isoformat() if due else None
