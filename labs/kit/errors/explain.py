"""Python's commonest errors in plain French and English, with the learner's line.

`explain` never fails and never guesses beyond what the error says. An error it
does not know gets an honest general sentence.
"""

import linecache
import traceback
from collections.abc import Iterable
from dataclasses import dataclass

from labs.kit.errors.sentences import KNOWN, NOT_FITTED, Sentences
from labs.language import french


@dataclass(frozen=True)
class Explanation:
    """fr, en: what happened and what to try. line: its number and text, or None."""

    fr: str
    en: str
    line: tuple[int, str] | None


def explain(error: BaseException, names: Iterable[str] = ()) -> Explanation:
    """What happened, in words. names: what the notebook knows, for "did you mean"."""
    fr, en = _sentences(error, list(names))
    return Explanation(french(fr), en, _line_of(error))


def _sentences(error: BaseException, names: list[str]) -> Sentences:
    if type(error).__name__ == "NotFittedError":
        return NOT_FITTED
    for kind, say in KNOWN:
        if isinstance(error, kind):
            return say(error, names) if callable(say) else say
    what = type(error).__name__
    return (
        f"Python s'est arrêté sur une erreur de type {what}. "
        "Lis sa dernière ligne, ci-dessous : elle dit ce qui manque.",
        f"Python stopped on an error of type {what}. "
        "Read its last line, below: it says what is missing.",
    )


def _line_of(error: BaseException) -> tuple[int, str] | None:
    """The last line of the notebook that the error went through."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno, (error.text or "").strip()[:200]
    for frame, number in reversed(list(traceback.walk_tb(error.__traceback__))):
        # Cells are the code that has no module file: their globals are __main__'s.
        if frame.f_globals.get("__name__") == "__main__":
            text = linecache.getline(frame.f_code.co_filename, number).strip()
            return number, text[:200]
    return None
