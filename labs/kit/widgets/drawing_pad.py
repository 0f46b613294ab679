"""The drawing pad: a class, a paper, "add"; every change is in the file at once.

The work itself is done by `Sketchbook`; this widget says what the browser may
ask for and what it sees.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import traitlets as t

from labs.kit.drawings.file import FILE, Drawings
from labs.kit.drawings.paper import bits_of, rows_of
from labs.kit.drawings.shapes import SHAPE_NAMES, SHAPES, Hand, draw_shape
from labs.kit.drawings.sketchbook import Sketchbook, rows_from
from labs.kit.drawings.variations import varied
from labs.kit.notice import Notice, Refused
from labs.kit.widgets.base import KitWidget, module_text

_MAX_AT_ONCE = 8


class DrawingPad(KitWidget):
    """Traits are what the browser sees; `content` is what a program wants."""

    _esm = module_text("pad", "drawing_pad")
    classes = t.List(t.Unicode(), help="names, in order").tag(sync=True)
    pictures = t.List(help="id, label, bits (64 hex digits), copy (bool)").tag(
        sync=True
    )
    per_class = t.Int(8, help="drawings wanted in each class").tag(sync=True)
    file = t.Unicode(FILE).tag(sync=True)
    can_undo = t.Bool(False).tag(sync=True)
    shapes = t.List(help="value, fr, en of what can be drawn by formula").tag(sync=True)
    preview = t.Dict(help="bits: a shape to put on the paper").tag(sync=True)
    added = t.Unicode("", help="id of the last action that added").tag(sync=True)

    def __init__(
        self, labels: Sequence[str], file: str = FILE, per_class: int = 8, **more: Any
    ) -> None:
        self._book = Sketchbook(Path(file), [str(label) for label in labels])
        shapes = [{"value": name, **SHAPE_NAMES[name]} for name in SHAPES]
        super().__init__(file=file, per_class=per_class, shapes=shapes, **more)
        self.notice = self._book.opening.as_dict()
        self._refresh()

    @t.validate("per_class")
    def _a_possible_number(self, proposal: Mapping[str, Any]) -> int:
        if not 1 <= proposal["value"] <= 50:
            raise t.TraitError(f"per_class is {proposal['value']}. Choose 1 to 50.")
        return int(proposal["value"])

    @property
    def content(self) -> Drawings:
        """The drawings as they are in the file."""
        return self._book.content

    def actions(self) -> Mapping[str, Callable[[Mapping[str, Any]], Notice | None]]:
        book = self._book
        changes: dict[str, Callable[[Mapping[str, Any]], Notice]] = {
            "add": self._add,
            "remove": lambda a: book.remove(str(a["drawing"])),
            "add_class": lambda a: book.add_class(str(a["name"])),
            "rename_class": lambda a: book.rename_class(str(a["old"]), str(a["name"])),
            "remove_class": lambda a: book.remove_class(str(a["name"])),
            "undo": lambda _: book.undo(),
            "import": lambda a: book.take_in(str(a["text"]).encode()),
        }
        saving = {name: self._saving(change) for name, change in changes.items()}
        return {**saving, "shape": self._draw_shape}

    def _add(self, action: Mapping[str, Any]) -> Notice:
        notice = self._book.add(str(action["label"]), _with_variations(action))
        self.added = str(action.get("id", ""))
        return notice

    def _saving(
        self, change: Callable[[Mapping[str, Any]], Notice]
    ) -> Callable[[Mapping[str, Any]], Notice]:
        def change_and_show(action: Mapping[str, Any]) -> Notice:
            try:
                return change(action)
            finally:
                self._refresh()

        return change_and_show

    def _draw_shape(self, action: Mapping[str, Any]) -> None:
        """Put a shape on the paper, drawn the way the sliders say."""
        name, seed = str(action["shape"]), int(action["seed"])
        if name not in SHAPES:
            raise Refused("Choisis une forme.", "Choose a shape.")
        hand = Hand(
            size=_between(0.5, action["size"], 1.3),
            slant=_between(-0.6, action["slant"], 0.6),
            shake=_between(0.0, action["shake"], 0.15),
        )
        rows = rows_of(draw_shape(name, abs(seed), hand=hand))
        self.preview = {"bits": bits_of(rows), "nonce": str(action.get("id", ""))}

    def _refresh(self) -> None:
        content = self._book.content
        copies = set(content.duplicates)
        with self.hold_trait_notifications():
            self.classes = list(content.classes)
            self.pictures = [
                {
                    "id": d.id,
                    "label": d.label,
                    "bits": bits_of(d.rows),
                    "copy": i in copies,
                }
                for i, d in enumerate(content.items)
            ]
            self.can_undo = self._book.can_undo


def drawing_pad(
    labels: Sequence[str] | None = None, file: str = FILE, per_class: int = 8
) -> None:
    """Show the drawing pad. `labels` name the classes when there is no file yet."""
    DrawingPad(list(labels or []), file, per_class).show()


def _with_variations(action: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The drawing sent, and as many variations of it as were asked for."""
    rows = rows_from(action["rows"])
    wanted = min(max(int(action.get("variations", 0)), 0), _MAX_AT_ONCE)
    images, seed = [rows], int(action.get("seed", 0)) % 2**31
    for number in range(30 * wanted):
        if len(images) > wanted or "#" not in "".join(rows):
            break
        fresh = varied(rows, seed + number)
        if fresh not in images:
            images.append(fresh)
    return images


def _between(low: float, value: object, high: float) -> float:
    """The number inside the range; NaN becomes the lower end."""
    number = float(value) if isinstance(value, int | float) else low
    return min(max(number, low), high) if number == number else low
