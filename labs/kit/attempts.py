"""Which exercises were tried: a run of a check cell counts as one attempt.

The cell's id is the exercise's id (labs.build makes it so), and Jupyter tells
the kernel which cell it runs. A run that only says "not started" does not count.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from labs.kit.answers import load_answers, save_event
from labs.kit.checks import NotAttempted
from labs.kit.files import FileProblem

_watched: dict[str, list[Callable[[int], None]]] = {}


def watch_attempts(exercise: str, listener: Callable[[int], None]) -> None:
    """Call the listener with the number of attempts whenever there is one more."""
    _watched.setdefault(exercise, []).append(listener)


def record_attempt(exercise: str) -> int:
    """One more attempt at this exercise; how many there are now."""
    attempts = min(load_answers().attempts(exercise) + 1, 999_999)
    # A full disk must not turn the learner's own check into an error of ours.
    with suppress(OSError, FileProblem):
        save_event("attempt", exercise, str(attempts))
    for listener in _watched.get(exercise, []):
        listener(attempts)
    return attempts


def after_a_cell(result: Any) -> None:
    """IPython's post_run_cell: was that the check of an exercise?

    Recognised by what it imports, so that a check run before the hints were
    shown counts as well.
    """
    exercise = getattr(result.info, "cell_id", None)
    is_check = "labs.kit.checks" in str(result.info.raw_cell)
    if not exercise or not (is_check or exercise in _watched):
        return
    not_started = isinstance(result.error_in_exec, NotAttempted)
    if result.error_before_exec is None and not not_started:
        record_attempt(exercise)
