"""Live guess: draw, and see at each stroke what the learner's model makes of it."""

from collections.abc import Callable, Mapping
from typing import Any

import traitlets as t

from labs.kit.drawings.file import BLANK, are_rows, pixels_of
from labs.kit.files import is_marking
from labs.kit.models import guess_of
from labs.kit.notice import Notice, Refused
from labs.kit.widgets.base import KitWidget, module_text


class LiveGuess(KitWidget):
    """Set `drawing` (16 rows), read `guess`: that is all there is to it."""

    _esm = module_text("pad", "live_guess")
    drawing = t.List(t.Unicode(), list(BLANK), help="16 rows of . and #").tag(
        sync=True, echo_update=False
    )
    guess = t.List(help="label, share (0..1 or None), likeliest first").tag(sync=True)

    def __init__(
        self, model: Any, prepare: Callable[[Any], Any] | None = None, **more: Any
    ) -> None:
        self._model, self._prepare = model, prepare
        super().__init__(**more)
        self.observe(self._guess, "drawing")

    @t.validate("drawing")
    def _sixteen_rows(self, proposal: Mapping[str, Any]) -> list[str]:
        if not are_rows(proposal["value"]):
            raise t.TraitError("drawing needs 16 strings of 16 signs '.' or '#'.")
        return list(proposal["value"])

    def _guess(self, change: Mapping[str, Any]) -> None:
        rows, notice = tuple(change["new"]), Notice("info", "", "")
        self.guess = []
        if rows != BLANK:
            try:
                self.guess = guess_of(self._model, pixels_of(rows), self._prepare)
            except Refused as refused:
                notice = refused.notice
        self.notice = notice.as_dict()


def live_guess(model: Any, prepare: Callable[[Any], Any] | None = None) -> None:
    """Show a paper and the model's guess beside it.

    model: has `predict` (and perhaps `predict_proba`), or is a function of one
    (1, 256) array. prepare: applied to that array first, as before training.
    """
    if not is_marking():
        LiveGuess(model, prepare).show()
