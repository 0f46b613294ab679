"""Small JSON files that come from a learner: read as hostile, written whole.

A file may have been edited by hand, cut short by a full disk or made to annoy
us. Reading says in one sentence what is wrong; nothing is ever thrown away:
`set_aside` renames a broken file so that a fresh one can take its name.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from labs.kit.checks import Incorrect, read_small_file
from labs.language import french

MAX_BYTES = 200_000


class FileProblem(Incorrect, ValueError):
    """A file that cannot be used as it is; two sentences say why."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(None, french(fr), en)


def is_marking() -> bool:
    """Is this notebook being run by the marker? Then widgets stay silent."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def parse_json(data: bytes, name: str) -> dict[str, Any]:
    """The JSON object in these bytes. Raises FileProblem for everything else."""
    if len(data) > MAX_BYTES:
        raise FileProblem(
            f"Le fichier {name} pèse {len(data) // 1000} ko. La limite est 200 ko.",
            f"The file {name} weighs {len(data) // 1000} kB. The limit is 200 kB.",
        )
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise FileProblem(
            f"Le fichier {name} n'est pas du JSON lisible. "
            "Il est peut-être coupé ou modifié à la main.",
            f"The file {name} is not readable JSON. "
            "It may be cut short or edited by hand.",
        ) from None
    if not isinstance(value, dict):
        raise FileProblem(
            f"Le fichier {name} devrait contenir un objet JSON entre accolades.",
            f"The file {name} should hold one JSON object between braces.",
        )
    return value


def is_count(value: object, low: int, high: int) -> bool:
    """A whole number in [low, high]; True and 1.0 are not whole numbers here."""
    return type(value) is int and low <= value <= high


def is_line(value: object, max_chars: int) -> bool:
    """A printable text of 1 to max_chars characters, not only spaces."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= max_chars
        and value.isprintable()
        and bool(value.strip())
    )


def read_bytes(path: Path) -> bytes | None:
    """What is in the file: None when there is none.

    A file over the limit is returned cut, so that `parse_json` can refuse it.
    """
    if not path.is_file():
        return None
    data = read_small_file(path, MAX_BYTES)
    return b" " * (MAX_BYTES + 1) if data is None else data


def write_whole(path: Path, data: bytes) -> None:
    """Replace the file at once: a crash leaves the old one, never half of one.

    Raises OSError (disk full, folder gone); the old file is then untouched.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a broken file beside itself and return where it went."""
    for number in range(1, 1000):
        kept = path.with_name(f"{path.stem}.illisible-{number}{path.suffix}")
        if not kept.exists():
            path.rename(kept)
            return kept
    raise OSError(f"{path.name}: more than 999 broken copies are kept beside it.")


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is not a finite number")
