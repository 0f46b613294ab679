"""The learner's objects, or a test's arguments, to JSON: never as pickles.

What is not plain data is Opaque, or whatever the caller's `refer` makes of it. What is
more than the bounds is refused before it is copied.
"""

from __future__ import annotations

import base64
import math
import numbers
import sys
from collections import UserString
from collections.abc import (
    Callable,
    ItemsView,
    KeysView,
    Mapping,
    Set,
    ValuesView,
)
from decimal import Decimal
from typing import Any

from autograder.wire.bounds import (
    DTYPE_KINDS,
    MAX_COLUMNS,
    MAX_LABEL,
    Allowance,
    Json,
    Opaque,
    TooLarge,
)


class Encoder:
    """Writes one value. refer(object) -> JSON is asked for what is not plain data.

    Used on objects of any class: subclasses are read through their base class's
    own methods, so a strange `__iter__` gives at worst an error of the learner's.
    """

    def __init__(self, refer: Callable[[Any], Json] | None = None) -> None:
        self._refer = refer
        self.allowance = Allowance()

    def encode(self, value: Any, depth: int = 0) -> Json:
        self.allowance.item(depth)
        for kinds, write in _WRITERS:
            if isinstance(value, kinds):
                return write(self, value, depth)
        special = self._from_libraries(value, depth)
        if special is not None:
            return special
        if isinstance(value, numbers.Real | Decimal):
            return self.encode(_own_number(value), depth)
        return self.other(value, depth)

    def other(self, value: Any, _depth: int) -> Json:
        """What stands for an object that is not plain data."""
        if self._refer is None:
            raise Opaque(type(value).__name__)
        return self._refer(value)

    def several(self, kind: str, values: Any, depth: int) -> Json:
        return {"t": kind, "v": [self.encode(each, depth + 1) for each in values]}

    def _mapping(self, pairs: Any, depth: int) -> Json:
        encode = self.encode
        return {
            "t": "dict",
            "v": [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in pairs],
        }

    def _from_libraries(self, value: Any, depth: int) -> Json | None:
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            is_numpy = isinstance(value, numpy.generic | numpy.ndarray)
            if is_numpy and value.dtype.kind == "V":
                has_names = value.dtype.names is not None
                return self._records(value, depth) if has_names else None
            if isinstance(value, numpy.generic):
                return {"t": "scalar", **self._array(numpy.asarray(value), depth)}
            if isinstance(value, numpy.ndarray):
                return {"t": "array", **self._array(numpy.asarray(value), depth)}
        pandas = sys.modules.get("pandas")
        if pandas is not None:
            if isinstance(value, pandas.Series):
                return self._series(value, depth)
            if isinstance(value, pandas.DataFrame):
                return self._frame(value, depth)
            if isinstance(value, pandas.Index):
                return self._column(value, depth)
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            self._promise(value.shape, value.element_size())
            return self.encode(_array_of(value, torch), depth)
        sparse = sys.modules.get("scipy.sparse")
        if sparse is not None and sparse.issparse(value):
            self._promise(value.shape, value.dtype.itemsize)
            return self.encode(value.toarray(), depth)
        return None

    def _promise(self, shape: Any, item_bytes: int) -> None:
        """Raises TooLarge before something short is written out in full."""
        Allowance().array([int(length) for length in shape], item_bytes)

    def _array(self, array: Any, depth: int) -> dict[str, Json]:
        shape = list(array.shape)
        self.allowance.array(shape, array.dtype.itemsize)
        if array.dtype.kind not in DTYPE_KINDS:
            if array.dtype.kind not in "OT":
                raise Opaque(str(array.dtype))
            self.allowance.items(array.size)
            items = [self.encode(each, depth + 1) for each in array.ravel().tolist()]
            return {"dtype": "O", "shape": shape, "v": items}
        little = array.dtype.newbyteorder("<")
        raw = array.astype(little, copy=False).tobytes()
        data = base64.b64encode(raw).decode("ascii")
        return {"dtype": little.str, "shape": shape, "data": data}

    def _records(self, array: Any, depth: int) -> Json:
        """An array with named fields: as many arrays as it has names."""
        fields = [
            [self._label(name, depth), self.encode(array[name], depth + 1)]
            for name in array.dtype.names
        ]
        return {"t": "records", "shape": list(array.shape), "v": fields}

    def _label(self, name: Any, depth: int) -> Json:
        if isinstance(name, str) and str.__len__(name) > MAX_LABEL:
            raise TooLarge("a column's name of more than 10,000 characters")
        return self.encode(name, depth + 1)

    def _column(self, column: Any, depth: int) -> Json:
        """A column or an index: its values, categories and text columns as objects."""
        self._promise([len(column)], 8)  # a range is short until it is an array
        return self.encode(column.to_numpy(), depth + 1)

    def _series(self, series: Any, depth: int) -> Json:
        return {
            "t": "series",
            "name": self._label(series.name, depth),
            "index": self._column(series.index, depth),
            "v": self._column(series, depth),
        }

    def _frame(self, frame: Any, depth: int) -> Json:
        if len(frame.columns) > MAX_COLUMNS:
            raise TooLarge("a table of more than 10,000 columns")
        columns = [
            [self._label(name, depth), self._column(frame.iloc[:, at], depth)]
            for at, name in enumerate(frame.columns)
        ]
        index = self._column(frame.index, depth)
        return {"t": "frame", "index": index, "v": columns}


def _array_of(tensor: Any, torch: Any) -> Any:
    """A tensor as an array: NumPy knows neither bfloat16 nor sparse ones."""
    plain = tensor.detach().cpu()
    if plain.layout is not torch.strided:
        plain = plain.to_dense()
    if plain.dtype is torch.bfloat16:
        plain = plain.float()
    return plain.resolve_conj().resolve_neg().numpy()


def _own_number(value: Any) -> int | float:
    """A Fraction, a Decimal, a number of sympy: equal to one of Python's own."""
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Rational) and value.denominator == 1:
        return int(value.numerator)
    return float(value)


def _write_float(_encoder: Encoder, value: Any, _depth: int) -> Json:
    number = float.__float__(value)
    return number if math.isfinite(number) else {"t": "float", "v": str(number)}


def _write_int(encoder: Encoder, value: Any, _depth: int) -> Json:
    number = int.__int__(value)
    encoder.allowance.number(number)
    return {"t": "int", "v": hex(number)} if number.bit_length() > 53 else number


def _write_text(encoder: Encoder, value: Any, _depth: int) -> Json:
    encoder.allowance.text(str.__len__(value))
    return str.__str__(value).encode("utf-8", "replace").decode("utf-8")


def _numpy_float(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic)


def _write_number(encoder: Encoder, value: Any, depth: int) -> Json:
    if _numpy_float(value):  # np.float64 is a float too; it stays a NumPy number
        return encoder._from_libraries(value, depth)
    return _write_float(encoder, value, depth)


def _write_string(encoder: Encoder, value: Any, depth: int) -> Json:
    if _numpy_float(value):  # np.str_ is a str too
        return encoder._from_libraries(value, depth)
    return _write_text(encoder, value, depth)


_WRITERS: tuple[tuple[Any, Callable[[Encoder, Any, int], Json]], ...] = (
    ((type(None), bool), lambda e, v, d: v),
    (int, _write_int),
    (float, _write_number),
    (str, _write_string),
    (UserString, lambda e, v, d: _write_text(e, str(v), d)),
    (complex, lambda e, v, d: {"t": "complex", "v": [repr(v.real), repr(v.imag)]}),
    (list, lambda e, v, d: e.several("list", list.__iter__(v), d)),
    (tuple, lambda e, v, d: e.several("tuple", tuple.__iter__(v), d)),
    (range, lambda e, v, d: e.several("list", v, d)),
    (set, lambda e, v, d: e.several("set", set.__iter__(v), d)),
    (frozenset, lambda e, v, d: e.several("frozenset", frozenset.__iter__(v), d)),
    (dict, lambda e, v, d: e._mapping(dict.items(v), d)),
    (Mapping, lambda e, v, d: e._mapping(v.items(), d)),
    # Sets to Python, but in an order, which a set does not keep.
    (KeysView, lambda e, v, d: e.several("keys", v, d)),
    (ItemsView, lambda e, v, d: {**e._mapping(v, d), "t": "items"}),
    (ValuesView, lambda e, v, d: e.several("list", v, d)),
    (Set, lambda e, v, d: e.several("frozenset", v, d)),
)
