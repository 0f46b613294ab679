"""Two short tours for the first lab: what a cell is; leaving one by keyboard."""

from collections.abc import Callable, Mapping
from typing import Any

import traitlets as t

from labs.kit.answers import load_answers, save_event
from labs.kit.notice import Notice
from labs.kit.widgets.base import KitWidget, module_text

TOURS = ("cells", "keyboard")


class Tour(KitWidget):
    """The browser holds the steps and their words; Python knows when it is done."""

    _esm = module_text("tour")
    kind = t.Enum(TOURS, "cells").tag(sync=True)
    is_done = t.Bool(False).tag(sync=True)

    def __init__(self, kind: str, **more: Any) -> None:
        is_done = load_answers().value(kind) == "done"
        super().__init__(kind=kind, is_done=is_done, **more)

    def actions(self) -> Mapping[str, Callable[[Mapping[str, Any]], Notice | None]]:
        return {"finish": self._finish}

    def _finish(self, _: Mapping[str, Any]) -> Notice:
        save_event("tour", self.kind, "done")
        self.is_done = True
        return Notice("ok", "Visite terminée, enregistré.", "Tour finished, saved.")


def tour(kind: str = "cells") -> None:
    """Show a tour: "cells" or "keyboard". Raises ValueError for anything else."""
    if kind not in TOURS:
        raise ValueError(f"kind is {kind!r}. There are two tours: {', '.join(TOURS)}.")
    Tour(kind).show()
