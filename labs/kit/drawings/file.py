"""A learner's drawings as data: the file `mes-dessins.json` and arrays from it.

A drawing is 16 rows of 16 characters, "." for empty and "#" for ink, so that a
person (or a screen reader) can read the file. Models get one row of 256
numbers, 0.0 or 1.0, for each drawing.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from labs.kit.drawings.paper import BLANK as BLANK
from labs.kit.drawings.paper import SIZE as SIZE
from labs.kit.drawings.paper import Rows as Rows
from labs.kit.drawings.paper import are_rows as are_rows
from labs.kit.drawings.paper import pixels_of as pixels_of
from labs.kit.drawings.paper import rows_of as rows_of
from labs.kit.files import (
    FileProblem,
    is_line,
    parse_json,
    read_bytes,
    write_whole,
)
from labs.kit.language import say

FILE = "mes-dessins.json"
MAX_DRAWINGS = 400
MAX_CLASSES = 8  # in the pad
MAX_CLASSES_IN_FILE = 12  # a supplied hand draws the ten digits
MAX_NAME = 30
_ID = re.compile(r"[a-z0-9-]{1,24}")


class DrawingsProblem(FileProblem):
    """The drawings cannot be used; `fr` and `en` say why."""


@dataclass(frozen=True)
class Drawing:
    id: str
    label: str
    rows: Rows


@dataclass(frozen=True)
class Drawings:
    """Labelled drawings, in the order in which they were made."""

    classes: list[str]
    items: list[Drawing]

    @classmethod
    def of(cls, images: ArrayLike, labels: Iterable[str]) -> "Drawings":
        """Drawings from (n, 16, 16) or (n, 256) numbers: above 0.5 is ink."""
        labels = [str(label) for label in labels]
        stack = as_images(images)
        if len(stack) != len(labels):
            raise DrawingsProblem(
                f"Il y a {len(stack)} dessins et {len(labels)} étiquettes. "
                "Il en faut autant. Rien n'a été écrit.",
                f"There are {len(stack)} drawings and {len(labels)} labels. "
                "There must be as many. Nothing was written.",
            )
        items = [
            Drawing(f"d{number}", label, rows_of(image))
            for number, (image, label) in enumerate(zip(stack, labels, strict=True))
        ]
        return cls(list(dict.fromkeys(labels)), items)

    def __iter__(self) -> Iterator[NDArray[Any]]:
        """So that `images, labels = load_drawings()` reads as it should."""
        return iter((self.X, self.y))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, chosen: ArrayLike) -> "Drawings":
        """The drawings a mask or a list of positions picks."""
        picked = np.arange(len(self))[np.asarray(chosen, dtype=_index_type(chosen))]
        return Drawings(self.classes, [self.items[i] for i in np.atleast_1d(picked)])

    @property
    def images(self) -> NDArray[np.float64]:
        """(n, 16, 16), 1.0 where there is ink."""
        return self.X.reshape(len(self), SIZE, SIZE)

    @property
    def X(self) -> NDArray[np.float64]:
        """(n, 256), 1.0 where there is ink: what a model learns from."""
        if not self.items:
            return np.zeros((0, SIZE * SIZE))
        return np.array([pixels_of(item.rows) for item in self.items])

    @property
    def y(self) -> NDArray[np.str_]:
        return np.array([item.label for item in self.items], dtype=str)

    @property
    def ids(self) -> list[str]:
        return [item.id for item in self.items]

    @property
    def counts(self) -> dict[str, int]:
        """How many drawings each class has, classes without any included."""
        found = Counter(item.label for item in self.items)
        return {name: found[name] for name in self.classes}

    @property
    def blank(self) -> list[int]:
        return [i for i, item in enumerate(self.items) if item.rows == BLANK]

    @property
    def duplicates(self) -> list[int]:
        """Positions whose pixels equal those of an earlier drawing."""
        seen: set[Rows] = set()
        repeated = []
        for i, item in enumerate(self.items):
            if item.rows in seen:
                repeated.append(i)
            seen.add(item.rows)
        return repeated

    def to_bytes(self) -> bytes:
        """The file's content. Raises DrawingsProblem when it would be too large."""
        head = {"format": "caire-dessins", "version": 1, "size": SIZE}
        drawings = [
            {"id": item.id, "label": item.label, "rows": list(item.rows)}
            for item in self.items
        ]
        whole = {**head, "classes": self.classes, "drawings": drawings}
        data = json.dumps(whole, ensure_ascii=False, indent=0).encode()
        parse_drawings(data)
        return data


def load_drawings(file: str | Path = FILE) -> Drawings:
    """The learner's drawings; empty, with a word about it, before the first one.

    Raises DrawingsProblem when the file is there and cannot be used.
    """
    data = read_bytes(Path(file))
    if data is not None:
        return parse_drawings(data, Path(file).name)
    say(
        fr=f"Il n'y a pas encore de dessins dans {Path(file).name}.",
        en=f"There are no drawings in {Path(file).name} yet.",
    )
    return Drawings([], [])


def save_drawings(
    images: ArrayLike, labels: Iterable[str], file: str | Path = FILE
) -> None:
    """Write these drawings, instead of those that are in the file.

    images: (n, 256) or (n, 16, 16); a number above 0.5 is ink.
    Raises DrawingsProblem when they do not make a valid file; nothing is written.
    """
    # Written while marking too: the cells after this one read what it made.
    write_whole(Path(file), Drawings.of(images, labels).to_bytes())


def parse_drawings(data: bytes, name: str = FILE) -> Drawings:
    """Drawings from the bytes of a file. Raises DrawingsProblem, whatever is in it."""
    try:
        found = parse_json(data, name)
    except FileProblem as problem:
        raise DrawingsProblem(problem.fr, problem.en) from None
    _expect_head(found, name)
    listed = found["drawings"]
    if not isinstance(listed, list) or len(listed) > MAX_DRAWINGS:
        raise DrawingsProblem(
            f"{name} : « drawings » doit être une liste de 400 dessins au plus.",
            f"{name}: 'drawings' must be a list of 400 drawings at most.",
        )
    items: list[Drawing] = []
    for place, one in enumerate(listed):
        items.append(_drawing_in(one, place, {item.id for item in items}, name))
    used = list(dict.fromkeys(item.label for item in items))
    classes = _classes_in(found.get("classes", used), set(used), name)
    if len({item.id for item in items}) != len(items):
        raise DrawingsProblem(
            f"{name} : deux dessins portent le même « id ».",
            f"{name}: two drawings have the same 'id'.",
        )
    return Drawings(classes, items)


def as_images(images: ArrayLike) -> NDArray[np.float64]:
    """(n, 16, 16) from what a learner has: lists, (n, 256) or (n, 16, 16)."""
    stack = np.asarray(images, dtype=float)
    if stack.size == 0:
        return np.zeros((0, SIZE, SIZE))
    if stack.shape[1:] not in {(SIZE * SIZE,), (SIZE, SIZE)}:
        raise DrawingsProblem(
            f"Les dessins ont la forme {stack.shape}. "
            "Il faut (n, 256) ou (n, 16, 16) : un dessin par ligne.",
            f"The drawings have the shape {stack.shape}. "
            "They need (n, 256) or (n, 16, 16): one drawing in each row.",
        )
    return stack.reshape(-1, SIZE, SIZE)


def fresh_id(rows: Rows, taken: Iterable[str]) -> str:
    """An id no other drawing has. It says nothing about who drew, or when."""
    taken = set(taken)
    for number in range(MAX_DRAWINGS + 1):
        seed = f"{number}{''.join(rows)}".encode()
        found = hashlib.sha256(seed).hexdigest()[:10]
        if found not in taken:
            return found
    raise ValueError("No id is left.")


def _expect_head(found: dict[str, Any], name: str) -> None:
    """Version and drawings must be there; what else there is must be ours."""
    wanted = {"format": "caire-dessins", "version": 1, "size": SIZE}
    given = {"format": "caire-dessins", "size": SIZE, **found}
    # type() as well: True == 1 in Python, and the file says 1.
    ours = all(
        given.get(key) == value and type(given[key]) is type(value)
        for key, value in wanted.items()
    )
    known = {*wanted, "classes", "drawings"}
    if not ours or not set(found) <= known or "drawings" not in found:
        raise DrawingsProblem(
            f"{name} n'est pas un fichier de dessins 16 × 16 de ce lab. "
            "Importe un fichier fait avec « Exporter ».",
            f"{name} is not a file of this lab's 16 × 16 drawings. "
            "Import a file made with 'Export'.",
        )


def _classes_in(listed: object, used: set[str], name: str) -> list[str]:
    fine = (
        isinstance(listed, list)
        and len(listed) <= MAX_CLASSES_IN_FILE
        and all(is_line(label, MAX_NAME) for label in listed)
        and len(set(listed)) == len(listed)
        and used <= set(listed)
    )
    if not fine:
        raise DrawingsProblem(
            f"{name} : il faut au plus 12 classes, aux noms différents, "
            "de 1 à 30 caractères, et chaque dessin dans l'une d'elles.",
            f"{name}: there may be 12 classes at most, with different names "
            "of 1 to 30 characters, and each drawing in one of them.",
        )
    assert isinstance(listed, list)  # noqa: S101 - for mypy: `fine` said so
    return listed


def _drawing_in(one: object, place: int, taken: set[str], name: str) -> Drawing:
    fine = (
        isinstance(one, dict)
        and {"label", "rows"} <= set(one) <= {"id", "label", "rows"}
        and is_line(one["label"], MAX_NAME)
        and are_rows(one["rows"])
        and _is_id(one.get("id", "missing"))
    )
    if not fine:
        raise DrawingsProblem(
            f"{name} : le dessin n° {place + 1} est incomplet. Il lui faut une classe "
            "(« label ») et 16 lignes (« rows ») de 16 signes « . » ou « # ».",
            f"{name}: drawing {place + 1} is not complete. It needs a class "
            "('label') and 16 'rows' of 16 signs '.' or '#'.",
        )
    assert isinstance(one, dict)  # noqa: S101 - for mypy: `fine` said so
    rows = tuple(one["rows"])
    return Drawing(one.get("id") or fresh_id(rows, taken), one["label"], rows)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _index_type(chosen: ArrayLike) -> type:
    return bool if np.asarray(chosen).dtype == bool else int
