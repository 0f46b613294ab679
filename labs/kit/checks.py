"""What test cells say: `expect`, `items_of`, `NotAttempted`, `submitted_file`.

A test cell that ends normally has passed. NotAttempted: the starter code is
untouched. Incorrect: something was seen that is not what was asked, with a
misconception code (or None) and one sentence in each language.

The same cell runs in the learner's notebook and in the examiner. The standard
library is all it needs, so that importing it costs nothing.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from labs.kit.language import language
from labs.words import state_word

MAX_FILE_BYTES = 8_000_000


class Incorrect(AssertionError):
    """Not what was asked. `fr` and `en` are sentences for the learner.

    code: a misconception ("M7") or None when no known one explains it.
    """

    def __init__(self, code: str | None, fr: str, en: str) -> None:
        super().__init__(f"{fr} / {en}")
        self.code, self.fr, self.en = code, fr, en

    def _render_traceback_(self) -> list[str]:
        return [f"✗ {state_word('failed', language())}", *_body(self)]


class NotAttempted(Exception):
    """The starter code is still there: nothing is wrong, nothing was tried."""

    def __init__(self, fr: str | None = None, en: str | None = None) -> None:
        self.code = None
        self.fr = fr or "Tu n'as pas encore commencé cet exercice."
        self.en = en or fr or "You have not started this exercise yet."
        super().__init__(f"{self.fr} / {self.en}")

    def _render_traceback_(self) -> list[str]:
        return [f"○ {state_word('untouched', language())}", *_body(self)]


_PASSED = {
    "fr": "✓ Rien à redire ici. Les boutons Vérifier et Rendre vont plus loin.",
    "en": "✓ Nothing wrong seen here. The buttons Check and Submit look further.",
}


Sentence = str | Callable[[int], str]


def expect(condition: Any, code: str | None, *, fr: str, en: str) -> None:
    """Go on when the condition holds; otherwise raise Incorrect(code, fr, en).

    Raises TypeError when the condition is a whole array: `.all()` was forgotten.
    """
    if getattr(condition, "size", 1) != 1:
        raise TypeError(
            f"expect() was given {condition.size} values. It needs one: "
            "write .all() or .any(). Nothing was checked."
        )
    if not bool(condition):
        raise Incorrect(code, fr, en)


def items_of(
    value: Any, least: int, code: str | None, *, fr: Sentence, en: Sentence
) -> Any:
    """The value's items, at least so many; otherwise raise Incorrect(code, fr, en).

    What a test may loop over when it is the learner's: a test that asks about no item
    passes whatever the learner did. The items are walked once, and those that came
    are what counts, not the length that the object claims.

    fr, en: what the learner reads, or a function of the number of items that came.
    Returns a dict for a dict, an array for an array, a table's rows, else a list. A
    text or a number has no items.
    """
    items = _walked(value)
    count = 0 if items is None else len(items)
    if count < least or items is None:
        said = [text if isinstance(text, str) else text(count) for text in (fr, en)]
        raise Incorrect(code, *said)
    return items


def _walked(value: Any) -> Any:
    if type(value).__module__.split(".")[0] in ("numpy", "pandas"):
        # NumPy came with the value: it is asked for here, where it costs nothing.
        import numpy as np

        array = np.asarray(value)
        return array if array.ndim else None
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, str | bytes):
        return None
    try:
        return list(value)
    except TypeError:
        return None


def passed_here() -> None:
    """Says that the part of a check a learner can see has passed; silent elsewhere."""
    if not _submission:
        print(_PASSED[language()])


def message_of(error: Incorrect | NotAttempted, lang: str) -> str:
    return error.en if lang == "en" else error.fr


_submission: list[Mapping[str, bytes]] = []


def use_files(files: Mapping[str, bytes] | None) -> None:
    """Answer `submitted_file` from these bytes (the examiner), or from the folder."""
    _submission[:] = [] if files is None else [files]


def submitted_file(name: str) -> bytes | None:
    """The bytes of a file the learner hands in, or None when there is none.

    Also None when it is over 8 MB or not a regular file: a test then says
    "no file", which is true enough and cannot hang on a pipe.
    Raises ValueError for anything but a plain file name.
    """
    if not name or name in {".", ".."} or set(name) & {"/", "\\", "\0"}:
        raise ValueError(f"{name!r} is not a plain file name. Nothing was read.")
    if _submission:
        data = _submission[-1].get(name)
        return None if data is None or len(data) > MAX_FILE_BYTES else bytes(data)
    return read_small_file(Path(name), MAX_FILE_BYTES)


def read_small_file(path: Path, max_bytes: int) -> bytes | None:
    """The file's bytes; None when missing, too large, unreadable or not a file."""
    try:
        if not path.is_file() or path.stat().st_size > max_bytes:
            return None
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError:
        return None
    return data if len(data) <= max_bytes else None


def _body(error: Incorrect | NotAttempted) -> list[str]:
    lines = ["", message_of(error, language())]
    if error.code:
        lines += ["", f"({error.code})"]
    return lines
