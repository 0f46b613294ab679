"""An exercise's hints: a question, a method, a worked twin; a solution after a try.

What was opened is in `mes-reponses.json`: it is never held against a learner,
and helps a teacher see where many got stuck. Texts reach the browser only when
they are opened.
"""

import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import traitlets as t

from labs.kit.answers import load_answers, save_event
from labs.kit.attempts import watch_attempts
from labs.kit.files import is_marking, parse_json, read_bytes
from labs.kit.language import Text, both
from labs.kit.notice import Notice, Refused
from labs.kit.widgets.base import KitWidget, module_text

HINTS_FILE = "aides.json"
_MOST_LEVELS = 3


class Hints(KitWidget):
    """`opened` are the texts on the screen; `do("more")` opens the next one."""

    _esm = module_text("hints")
    exercise = t.Unicode().tag(sync=True)
    opened = t.List(help="hints opened, each fr, en").tag(sync=True)
    levels = t.Int(help="how many hints there are").tag(sync=True)
    attempts = t.Int(0, help="how often the check was run").tag(sync=True)
    has_solution = t.Bool(False).tag(sync=True)
    solution = t.Dict(help="fr, en once it was opened").tag(sync=True)

    def __init__(
        self, exercise: str, levels: Sequence[Text], solution: Text | None, **more: Any
    ) -> None:
        self._levels = [both(level) for level in levels[:_MOST_LEVELS]]
        self._solution = None if solution is None else both(solution)
        saved = load_answers()
        super().__init__(
            exercise=exercise,
            levels=len(self._levels),
            opened=self._levels[: saved.hints(exercise)],
            attempts=saved.attempts(exercise),
            has_solution=solution is not None,
            **more,
        )
        if saved.find("solution", exercise) and self._solution:
            self.solution = self._solution
        this = weakref.ref(self)
        watch_attempts(exercise, lambda count: _tell(this(), count))

    def actions(self) -> Mapping[str, Callable[[Mapping[str, Any]], Notice | None]]:
        return {"more": self._more, "solution": self._open_solution}

    def _more(self, _: Mapping[str, Any]) -> None:
        level = len(self.opened) + 1
        if level > self.levels:
            raise Refused("Tous les indices sont ouverts.", "All hints are open.")
        save_event("hint", self.exercise, str(level))
        self.opened = self._levels[:level]

    def _open_solution(self, _: Mapping[str, Any]) -> None:
        if self._solution is None:
            raise Refused("Il n'y a pas de solution ici.", "There is no solution here.")
        if self.attempts == 0:
            raise Refused(
                "La solution s'ouvre après un essai : "
                "lance d'abord la vérification de l'exercice.",
                "The solution opens after a try: run the check of the exercise first.",
            )
        save_event("solution", self.exercise)
        self.solution = self._solution


def hint(
    exercise: str,
    levels: Sequence[Text] | None = None,
    solution: Text | None = None,
) -> None:
    """Show the hints of an exercise.

    levels: up to three texts; when None they are read from `aides.json` beside
    the notebook. Raises KeyError when that file has nothing for the exercise.
    """
    if is_marking():
        return
    if levels is None:
        found = _from_file(exercise)
        levels, solution = found["levels"], found.get("solution", solution)
    Hints(exercise, levels or [], solution).show()


def _from_file(exercise: str) -> dict[str, Any]:
    data = read_bytes(Path(HINTS_FILE))
    hints = {} if data is None else parse_json(data, HINTS_FILE)
    if exercise not in hints:
        raise KeyError(f"{HINTS_FILE} has no hints for {exercise!r}.")
    found: dict[str, Any] = hints[exercise]
    return found


def _tell(widget: Hints | None, attempts: int) -> None:
    if widget is not None:
        widget.attempts = attempts
