"""JSON back to plain data, believing nobody.

Kinds, sizes, depth, dtypes and shapes are checked, and only built-in types, NumPy
arrays and pandas frames come out, whatever class the object had on the other side.
Raises TooLarge or BadValue, and nothing else.
"""

from __future__ import annotations

import base64
import math
import warnings
from collections.abc import Callable
from typing import Any

from autograder.wire.bounds import (
    DTYPE_KINDS,
    MAX_ARRAY_BYTES,
    MAX_COLUMNS,
    MAX_DIMENSIONS,
    MAX_INT_BITS,
    MAX_LABEL,
    Allowance,
    BadValue,
    Json,
    TooLarge,
    check_keys,
)


class Decoder:
    """Reads one value. resolve(JSON) -> object is asked for references.

    writeable: may arrays be written into? Arguments of a call, yes, for each call has
    its own; what a learner's process answered, no.
    """

    def __init__(
        self,
        resolve: Callable[[Json], Any] | None = None,
        *,
        writeable: bool = False,
    ) -> None:
        self._resolve, self._writeable = resolve, writeable
        self.allowance = Allowance()

    def read(self, value: Json) -> Any:
        """The whole value. What a library refuses to build is a BadValue, too."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self.decode(value)
        except (TooLarge, BadValue):
            raise
        except (MemoryError, RecursionError):
            raise TooLarge("more than the memory holds") from None
        except Exception as error:
            raise BadValue(f"{type(error).__name__} when it was read") from None

    def decode(self, value: Json, depth: int = 0) -> Any:
        self.allowance.item(depth)
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, int):
            self.allowance.number(value)
            return value
        if isinstance(value, str):
            self.allowance.text(len(value))
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

    def keys(self, values: list[Json], depth: int) -> list[Any]:
        """What a set or a dictionary can be made of."""
        keys = [self.decode(each, depth + 1) for each in values]
        check_keys(keys)
        return keys

    def array(self, value: Json, depth: int) -> Any:
        import numpy as np

        shape = _shape(value.get("shape"))
        dtype = value.get("dtype")
        if dtype == "O":
            return self._objects(np, value, shape, depth)
        kind = _dtype(np, dtype)
        self.allowance.array(shape, kind.itemsize)
        raw = _raw(value.get("data"))
        if len(raw) != math.prod(shape) * kind.itemsize:
            raise BadValue("an array whose shape and content differ")
        _check_content(np, raw, kind)
        content = bytearray(raw) if self._writeable else raw
        return np.frombuffer(content, dtype=kind).reshape(shape)

    def _objects(self, np: Any, value: Json, shape: tuple[int, ...], depth: int) -> Any:
        self.allowance.array(shape, 8)
        items = self.several(value, depth)
        if len(items) != math.prod(shape):
            raise BadValue("an array whose shape and content differ")
        array = np.empty(len(items), dtype=object)
        for at, item in enumerate(items):
            array[at] = item
        array.setflags(write=self._writeable)
        return array.reshape(shape)

    def records(self, value: Json, depth: int) -> Any:
        """An array with named fields."""
        import numpy as np

        shape = _shape(value.get("shape"))
        named = self.columns(value, depth)
        fields = [self.decode(field, depth + 1) for _, field in named]
        if not all(
            isinstance(each, np.ndarray | np.void | np.generic)
            and each.shape[: len(shape)] == shape
            and not each.dtype.hasobject
            for each in fields
        ):
            raise BadValue("named fields of different shapes")
        kinds = [
            (name, each.dtype, each.shape[len(shape) :])
            for (name, _), each in zip(named, fields, strict=True)
        ]
        array = np.empty(shape, dtype=kinds)
        for (name, _), each in zip(named, fields, strict=True):
            array[name] = each
        array.setflags(write=self._writeable)
        return array if shape else array[()]

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
        index = self.index(value, depth)
        if len(index) != len(values):
            raise BadValue("a series whose index and values differ in length")
        name = self.label(value.get("name"), depth)
        return pd.Series(values, index=index, name=name)

    def frame(self, value: Json, depth: int) -> Any:
        import pandas as pd

        index = self.index(value, depth)
        named = self.columns(value, depth)
        columns = [self.column(column, depth) for _, column in named]
        if any(len(column) != len(index) for column in columns):
            raise BadValue("a table whose columns differ in length")
        table = pd.DataFrame(dict(enumerate(columns)), index=index)
        table.columns = [name for name, _ in named]
        return table

    def index(self, value: Json, depth: int) -> Any:
        labels = self.column(value.get("index"), depth)
        if labels.dtype == object:
            check_keys(labels.tolist())
        return labels

    def columns(self, value: Json, depth: int) -> list[tuple[Any, Json]]:
        """Names, which are few and short, with what is not yet read."""
        pairs = _pairs(value)
        if len(pairs) > MAX_COLUMNS:
            raise TooLarge("a table of more than 10,000 columns")
        named = [(self.label(name, depth), column) for name, column in pairs]
        check_keys([name for name, _ in named])
        return named

    def label(self, value: Json, depth: int) -> Any:
        name = self.decode(value, depth + 1)
        if isinstance(name, str) and len(name) > MAX_LABEL:
            raise TooLarge("a column's name of more than 10,000 characters")
        check_keys([name])
        return name


def _read_dict(decoder: Decoder, value: Json, depth: int) -> Any:
    pairs = _pairs(value)
    keys = decoder.keys([key for key, _ in pairs], depth)
    values = [decoder.decode(item, depth + 1) for _, item in pairs]
    return dict(zip(keys, values, strict=True))


def _read_items(decoder: Decoder, value: Json, depth: int) -> Any:
    return _read_dict(decoder, value, depth).items()


def _read_keys(decoder: Decoder, value: Json, depth: int) -> Any:
    return dict.fromkeys(decoder.keys(_list(value.get("v")), depth)).keys()


def _read_set(decoder: Decoder, value: Json, depth: int) -> Any:
    return set(decoder.keys(_list(value.get("v")), depth))


def _read_frozenset(decoder: Decoder, value: Json, depth: int) -> Any:
    return frozenset(decoder.keys(_list(value.get("v")), depth))


def _read_float(_decoder: Decoder, value: Json, _depth: int) -> Any:
    if value.get("v") not in ("nan", "inf", "-inf"):
        raise BadValue("an unknown number")
    return float(value["v"])


def _read_int(decoder: Decoder, value: Json, _depth: int) -> Any:
    text = value.get("v")
    if not isinstance(text, str) or len(text) > MAX_INT_BITS // 4 + 3:
        raise BadValue("not a whole number")
    try:
        number = int(text, 16)
    except ValueError:
        raise BadValue("not a whole number") from None
    decoder.allowance.number(number)
    return number


def _read_complex(decoder: Decoder, value: Json, _depth: int) -> Any:
    parts = _list(value.get("v"))
    try:
        real, imaginary = (float(part[:40]) for part in parts)
    except (TypeError, ValueError):
        raise BadValue("not a complex number") from None
    number = complex(real, imaginary)
    decoder.allowance.sharing(number)
    return number


_READERS: dict[str, Callable[[Decoder, Json, int], Any]] = {
    "list": lambda d, v, depth: d.several(v, depth),
    "tuple": lambda d, v, depth: tuple(d.several(v, depth)),
    "set": _read_set,
    "frozenset": _read_frozenset,
    "dict": _read_dict,
    "items": _read_items,
    "keys": _read_keys,
    "float": _read_float,
    "int": _read_int,
    "complex": _read_complex,
    "array": Decoder.array,
    "scalar": Decoder.scalar,
    "records": Decoder.records,
    "series": Decoder.series,
    "frame": Decoder.frame,
}


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise BadValue("a list was expected")
    return value


def _pairs(value: Json) -> list[Json]:
    pairs = _list(value.get("v"))
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise BadValue("a pair was expected")
    return pairs


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


def _check_content(np: Any, raw: bytes, kind: Any) -> None:
    """Truth values of 0 and 1, letters of some alphabet: NumPy believes any bytes."""
    if kind.kind == "b":
        highest, limit = np.frombuffer(raw, np.uint8).max(initial=0), 1
    elif kind.kind == "U":
        highest, limit = np.frombuffer(raw, "<u4").max(initial=0), 0x10FFFF
    else:
        return
    if highest > limit:
        raise BadValue("an array of what is no truth value, or no letter")


def _raw(data: Json) -> bytes:
    if not isinstance(data, str) or len(data) > MAX_ARRAY_BYTES * 4 // 3 + 4:
        raise TooLarge("an array of more than 16 MB")
    try:
        return base64.b64decode(data, validate=True)
    except ValueError:
        raise BadValue("not an array's content") from None
