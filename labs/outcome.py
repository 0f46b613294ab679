"""What marking says about one exercise and about one submission, as plain data.

The one rule: `from_dict` believes nobody. A result crosses processes and
machines as JSON, so a missing key, an extra key, a NaN or a text without end
is refused with one sentence (`BadOutcome`), and never half accepted.

Words: an *exercise* is one graded cell; an *outcome* is how it ended; a
*result* is the outcomes of one submission.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from labs.language import LANGUAGES

MAX_EXERCISES = 60
MAX_SENTENCE = 2_000  # characters; feedback is one or two sentences
MAX_POINTS = 1_000.0

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")  # what nbgrader allows in a grade_id
_LAB = re.compile(r"[A-Z][A-Z0-9]{0,3}-[0-9]{2}")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,100}")


class BadOutcome(ValueError):
    """A result that is not one. The message is one sentence, for the log."""


class State(StrEnum):
    """How an exercise ended. `could_not_mark` is our fault, never a fail."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    UNTOUCHED = "untouched"
    WAITING = "waiting"  # a person reads it
    COULD_NOT_MARK = "could_not_mark"


@dataclass(frozen=True)
class Outcome:
    """How one exercise ended.

    id: the grade_id of the graded cell. points: between 0 and possible.
    code: the misconception or slip (`M7`), or None. fr, en: what the learner
    reads, or None when there is nothing to say.
    """

    id: str
    state: State
    points: float
    possible: float
    code: str | None = None
    fr: str | None = None
    en: str | None = None

    def __post_init__(self) -> None:
        _text("id", self.id, _ID)
        if not isinstance(self.state, State):
            raise BadOutcome(f"state is {self.state!r}; one of {_words()} was expected")
        _number("points", self.points, MAX_POINTS)
        _number("possible", self.possible, MAX_POINTS)
        if self.points > self.possible:
            raise BadOutcome(
                f"{self.id}: {self.points!r} points of {self.possible!r} is too many"
            )
        if self.code is not None:
            _text("code", self.code, CODE)
        for name in ("fr", "en"):
            _sentence(name, getattr(self, name))

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "state": self.state.value}

    @classmethod
    def from_dict(cls, data: object) -> Outcome:
        """The outcome written by `to_dict`. Raises BadOutcome for anything else."""
        given = _exactly(data, tuple(cls.__dataclass_fields__), "an outcome")
        try:
            state = State(given["state"])
        except (ValueError, TypeError):
            raise BadOutcome(
                f"state is {_short(given['state'])}; one of {_words()} was expected"
            ) from None
        return cls(**{**given, "state": state})


@dataclass(frozen=True)
class Result:
    """The outcomes of one submission.

    points, possible: sums over the exercises. seconds: wall time of marking; exact
    for staff, `told_seconds` in what leaves for the record.
    marked_at: ISO 8601 with an offset, as `2026-11-21T09:32:29+00:00`.
    """

    lab: str
    lang: str
    version: str
    points: float
    possible: float
    exercises: tuple[Outcome, ...]
    seconds: float
    marked_at: str

    def __post_init__(self) -> None:
        _text("lab", self.lab, _LAB)
        _text("version", self.version, _VERSION)
        if self.lang not in LANGUAGES:
            raise BadOutcome(f"lang is {_short(self.lang)}; 'fr' or 'en' was expected")
        _number("points", self.points, MAX_POINTS * MAX_EXERCISES)
        _number("possible", self.possible, MAX_POINTS * MAX_EXERCISES)
        _number("seconds", self.seconds, 1e7)
        _moment(self.marked_at)
        self._check_exercises()

    def _check_exercises(self) -> None:
        if not isinstance(self.exercises, tuple) or len(self.exercises) > MAX_EXERCISES:
            raise BadOutcome(f"exercises must be at most {MAX_EXERCISES} outcomes")
        ids = [outcome.id for outcome in self.exercises]
        if len(set(ids)) != len(ids):
            raise BadOutcome("two exercises have the same id; each id is used once")
        for name in ("points", "possible"):
            total = sum(getattr(outcome, name) for outcome in self.exercises)
            if not math.isclose(total, getattr(self, name), abs_tol=1e-6):
                raise BadOutcome(
                    f"{name} is {getattr(self, name)!r}; the exercises sum to {total!r}"
                )

    def to_dict(self) -> dict[str, Any]:
        exercises = [outcome.to_dict() for outcome in self.exercises]
        return {**self.__dict__, "exercises": exercises}

    @classmethod
    def from_dict(cls, data: object) -> Result:
        """The result written by `to_dict`. Raises BadOutcome for anything else."""
        given = _exactly(data, tuple(cls.__dataclass_fields__), "a result")
        exercises = given["exercises"]
        if not isinstance(exercises, list) or len(exercises) > MAX_EXERCISES:
            raise BadOutcome(f"exercises must be a list of at most {MAX_EXERCISES}")
        outcomes = tuple(Outcome.from_dict(each) for each in exercises)
        return cls(**{**given, "exercises": outcomes})


def told_seconds(seconds: float) -> float:
    """How long marking took, as a learner is told: 1, 2, 5, 10, 20, 50… s, upwards.

    What was marked decides how long it takes: exact, it is a way to send a number out.
    """
    if not seconds > 0:
        return 0.0
    ten = 1.0
    while ten * 10 < seconds:
        ten *= 10
    return next(ten * step for step in (1, 2, 5, 10) if seconds <= ten * step)


def _exactly(data: object, keys: tuple[str, ...], what: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise BadOutcome(f"{what} must be an object, not {type(data).__name__}")
    if set(data) != set(keys):
        raise BadOutcome(f"{what} must have exactly the keys {', '.join(keys)}")
    return {key: data[key] for key in keys}


def _text(name: str, value: object, pattern: re.Pattern[str]) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadOutcome(f"{name} is {_short(value)}; expected {pattern.pattern}")


def _sentence(name: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, str) or len(value) > MAX_SENTENCE or "\0" in value:
        raise BadOutcome(f"{name} must be a text of at most {MAX_SENTENCE} characters")


def _number(name: str, value: object, top: float) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= top:  # type: ignore[operator]  # NaN fails too
        raise BadOutcome(f"{name} is {_short(value)}; expected 0 to {top:g}")


def _moment(value: object) -> None:
    try:
        has_offset = datetime.fromisoformat(value).tzinfo is not None  # type: ignore[arg-type]
    except (ValueError, TypeError):
        has_offset = False
    if not has_offset:
        raise BadOutcome(f"marked_at is {_short(value)}; expected ISO time with offset")


def _words() -> str:
    return ", ".join(state.value for state in State)


def _short(value: object) -> str:
    return repr(value)[:80]
