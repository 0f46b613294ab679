"""JSON back to plain data, believing nobody.

Kinds, sizes, depth, dtypes and shapes are checked, and only built-in types, NumPy
arrays and pandas frames come out, whatever class the object had on the other side.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Any

from autograder.wire.bounds import (
    DTYPE_KINDS,
    MAX_ARRAY_BYTES,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_INT_BITS,
    MAX_ITEMS,
    BadValue,
    Json,
    TooLarge,
)


class Decoder:
    """Reads one value. resolve(JSON) -> object is asked for references."""

    def __init__(self, resolve: Callable[[Json], Any] | None = None) -> None:
        self._resolve = resolve
        self._items = 0

    def decode(self, value: Json, depth: int = 0) -> Any:
        self._items += 1
        if depth > MAX_DEPTH or self._items > MAX_ITEMS:
            raise TooLarge("too deep or too many values")
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if not isinstance(value, dict):
            raise BadValue("a list stands nowhere by itself")
        kind = value.get("t")
        if kind == "ref":
            if self._resolve is None:
                raise BadValue("no reference was expected here")
            return self._resolve(value)
        read = _READERS.get(kind) if isinstance(kind, str) else None
        if read is None:
            raise BadValue("an unknown kind of value")
        return read(self, value, depth)

    def several(self, value: Json, depth: int) -> list[Any]:
        return [self.decode(each, depth + 1) for each in _list(value.get("v"))]

    def pairs(self, value: Json, depth: int) -> list[tuple[Any, Any]]:
        found = []
        for pair in _list(value.get("v")):
            if not isinstance(pair, list) or len(pair) != 2:
                raise BadValue("a pair was expected")
            found.append((self.decode(pair[0], depth + 1), pair[1]))
        return found

    def array(self, value: Json, depth: int) -> Any:
        import numpy as np

        shape = _shape(value.get("shape"))
        dtype = value.get("dtype")
        if dtype == "O":
            items = self.several(value, depth)
            if len(items) != math.prod(shape):
                raise BadValue("an array whose shape and content differ")
            array = np.empty(len(items), dtype=object)
            for at, item in enumerate(items):
                array[at] = item
            return array.reshape(shape)
        kind = _dtype(np, dtype)
        if math.prod(shape) * kind.itemsize > MAX_ARRAY_BYTES:
            raise TooLarge("an array of more than 16 MB")
        raw = _raw(value.get("data"))
        if len(raw) != math.prod(shape) * kind.itemsize:
            raise BadValue("an array whose shape and content differ")
        return np.frombuffer(bytearray(raw), dtype=kind).reshape(shape)

    def scalar(self, value: Json, depth: int) -> Any:
        array = self.array(value, depth)
        if array.shape != ():
            raise BadValue("one number was expected")
        return array[()]

    def column(self, value: Json, depth: int) -> Any:
        if not isinstance(value, dict) or value.get("t") != "array":
            raise BadValue("a column must be an array")
        array = self.array(value, depth + 1)
        if array.ndim != 1:
            raise BadValue("a column has one dimension")
        return array

    def series(self, value: Json, depth: int) -> Any:
        import pandas as pd

        values = self.column(value.get("v"), depth)
        index = self.column(value.get("index"), depth)
        if len(index) != len(values):
            raise BadValue("a series whose index and values differ in length")
        return pd.Series(values, index=index, name=_label(self, value.get("name")))

    def frame(self, value: Json, depth: int) -> Any:
        import pandas as pd

        index = self.column(value.get("index"), depth)
        named = self.pairs(value, depth)
        columns = [self.column(column, depth) for _, column in named]
        if any(len(column) != len(index) for column in columns):
            raise BadValue("a table whose columns differ in length")
        table = pd.DataFrame(dict(enumerate(columns)), index=index)
        table.columns = [_hashable(name) for name, _ in named]
        return table


def _read_dict(decoder: Decoder, value: Json, depth: int) -> Any:
    found = {}
    for key, item in decoder.pairs(value, depth):
        found[_hashable(key)] = decoder.decode(item, depth + 1)
    return found


def _read_items(decoder: Decoder, value: Json, depth: int) -> Any:
    return _read_dict(decoder, value, depth).items()


def _read_keys(decoder: Decoder, value: Json, depth: int) -> Any:
    return dict.fromkeys(map(_hashable, decoder.several(value, depth))).keys()


def _read_set(decoder: Decoder, value: Json, depth: int) -> Any:
    return {_hashable(item) for item in decoder.several(value, depth)}


def _read_float(_decoder: Decoder, value: Json, _depth: int) -> Any:
    if value.get("v") not in ("nan", "inf", "-inf"):
        raise BadValue("an unknown number")
    return float(value["v"])


def _read_int(_decoder: Decoder, value: Json, _depth: int) -> Any:
    text = value.get("v")
    if not isinstance(text, str) or len(text) > MAX_INT_BITS // 4 + 3:
        raise BadValue("not a whole number")
    try:
        return int(text, 16)
    except ValueError:
        raise BadValue("not a whole number") from None


def _read_complex(_decoder: Decoder, value: Json, _depth: int) -> Any:
    parts = _list(value.get("v"))
    try:
        real, imaginary = (float(part[:40]) for part in parts)
    except (TypeError, ValueError):
        raise BadValue("not a complex number") from None
    return complex(real, imaginary)


_READERS: dict[str, Callable[[Decoder, Json, int], Any]] = {
    "list": lambda d, v, depth: d.several(v, depth),
    "tuple": lambda d, v, depth: tuple(d.several(v, depth)),
    "set": _read_set,
    "dict": _read_dict,
    "items": _read_items,
    "keys": _read_keys,
    "float": _read_float,
    "int": _read_int,
    "complex": _read_complex,
    "array": Decoder.array,
    "scalar": Decoder.scalar,
    "series": Decoder.series,
    "frame": Decoder.frame,
}


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise BadValue("a list was expected")
    return value


def _shape(value: Json) -> tuple[int, ...]:
    shape = tuple(_list(value))
    if len(shape) > MAX_DIMENSIONS:
        raise TooLarge("an array of more than 8 dimensions")
    if any(type(n) is not int or not 0 <= n <= MAX_ARRAY_BYTES for n in shape):
        raise BadValue("not a shape")
    return shape


def _dtype(np: Any, text: Json) -> Any:
    if not isinstance(text, str) or len(text) > 24:
        raise BadValue("not a dtype")
    try:
        kind = np.dtype(text)
    except (TypeError, ValueError, SyntaxError):
        raise BadValue("not a dtype") from None
    if kind.kind not in DTYPE_KINDS or kind.fields or kind.subdtype:
        raise BadValue("not a dtype of plain numbers or texts")
    return kind


def _raw(data: Json) -> bytes:
    if not isinstance(data, str) or len(data) > MAX_ARRAY_BYTES * 4 // 3 + 4:
        raise TooLarge("an array of more than 16 MB")
    try:
        return base64.b64decode(data, validate=True)
    except ValueError:
        raise BadValue("not an array's content") from None


def _label(decoder: Decoder, value: Json) -> Any:
    return _hashable(decoder.decode(value))


def _hashable(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        raise BadValue("a key that cannot be a key") from None
    return value
