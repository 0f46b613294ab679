"""A TOML file read into a pydantic model, strictly.

The one rule: a file that does not fit is refused in one sentence that names the
file, the line, the key and its value, and how to write it. The last part is the
`description` of the model's field.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]


class BadToml(ValueError):
    """The file does not say what it should. One sentence, for authors."""


class Strict(BaseModel):
    """A table of a TOML file: no other key, no other type, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Table = TypeVar("Table", bound=Strict)


def read_strictly(file: Path, kind: type[Table], name: str) -> Table:
    """The file as `kind`. Raises BadToml; `name` is what it calls the file."""
    try:
        text = file.read_text("utf-8")
        return kind.model_validate(tomllib.loads(text))
    except FileNotFoundError:
        raise BadToml(f"{name} is missing; docs/authors.md shows one") from None
    except UnicodeDecodeError:
        raise BadToml(f"{name} is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadToml(f"{name} is not TOML: {error}") from None
    except ValidationError as refused:
        raise BadToml(_sentence(refused, kind, name, text)) from None


def _sentence(refused: ValidationError, kind: type[Table], name: str, text: str) -> str:
    # A misspelled key is also a missing one: its own name helps more.
    errors = sorted(refused.errors(), key=lambda each: each["type"] != _EXTRA)
    first = errors[0]
    loc = first["loc"]
    where = f"{name}, line {_line_of(text, loc)}"
    return f"{where}: {_said(first, '.'.join(map(str, loc)), _field(kind, loc))}"


_EXTRA = "extra_forbidden"


def _said(error: ErrorDetails, key: str, field: FieldInfo | None) -> str:
    if error["type"] == _EXTRA:
        return f"{key!r} is not a key we know; remove it, or correct its spelling"
    how = field.description if field and field.description else error["msg"]
    if error["type"] == "missing":
        return f"{key!r} is missing; write {how}"
    return f"{key} is {error['input']!r}; write {how}"


def _field(kind: type[BaseModel] | None, loc: Loc) -> FieldInfo | None:
    """The field that the place in the file stands for."""
    found = None
    for part in loc:
        if kind is not None and part in kind.model_fields:
            found = kind.model_fields[str(part)]
            kind = _model_in(found.annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    models = (_model_in(each) for each in get_args(annotation))
    return next(filter(None, models), None)


def _line_of(text: str, loc: Loc) -> int:
    """The line to look at: the last of the keys that is there, from the top down."""
    lines, at = text.splitlines(), 0
    for place, part in enumerate(loc):
        again = part if isinstance(part, int) else 0
        key = loc[place - 1] if isinstance(part, int) else part
        named = re.compile(rf"[\s\[]*([\w.\"-]+\.)?\"?{re.escape(str(key))}\"?\b")
        there = [i for i in range(at, len(lines)) if named.match(lines[i])]
        at = there[again] if again < len(there) else at
    return at + 1
