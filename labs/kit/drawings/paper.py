"""One drawing in its three forms: 16 rows of text, 256 numbers, 64 hex digits."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIZE = 16
BLANK = ("." * SIZE,) * SIZE
Rows = tuple[str, ...]
_ROW = re.compile(r"[.#]{16}")


def rows_of(image: ArrayLike) -> Rows:
    """16 strings of 16 from 256 numbers. Raises ValueError for another size."""
    pixels = np.asarray(image, dtype=float).reshape(SIZE, SIZE) > 0.5
    return tuple("".join("#" if ink else "." for ink in row) for row in pixels)


def pixels_of(rows: Sequence[str]) -> NDArray[np.float64]:
    return np.array([mark == "#" for row in rows for mark in row], dtype=float)


def are_rows(value: object) -> bool:
    """16 strings of 16 characters, each "." or "#"?"""
    return (
        isinstance(value, list | tuple)
        and len(value) == SIZE
        and all(isinstance(row, str) and _ROW.fullmatch(row) for row in value)
    )


def bits_of(rows: tuple[str, ...]) -> str:
    """64 hexadecimal digits: four cells each, left to right, top to bottom."""
    marks = "".join("1" if ink else "0" for ink in pixels_of(rows))
    return f"{int(marks, 2):064x}"
