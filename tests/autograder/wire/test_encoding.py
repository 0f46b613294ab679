"""Plain data over the probe: true both ways, and bounded against what is hostile."""

import math
import socket
import threading
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograder.wire.bounds import BadValue, Opaque, TooLarge
from autograder.wire.channel import Channel, Garbled, Nonsense
from autograder.wire.decoding import Decoder
from autograder.wire.encoding import Encoder


def there_and_back(value: Any) -> Any:
    return Decoder().decode(Encoder().encode(value))


@pytest.mark.parametrize(
    "value",
    [
        None, True, 0, -7, 2**100, 1.5, "été \U0001f600", [], [1, [2, ()]], (1, "a"),
        {1, 2}, {"a": 1, (1, 2): [3]}, 1 + 2j, math.inf, -math.inf, frozenset({3}),
    ],
)  # fmt: skip
def test_built_in_values_come_back_equal(value: Any) -> None:
    assert there_and_back(value) == value


def test_nan_stays_nan() -> None:
    assert math.isnan(there_and_back(float("nan")))
    assert np.isnan(there_and_back(np.array([np.nan]))).all()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3),
        np.array([1.5, np.inf], dtype=">f4"),
        np.array([], dtype=bool),
        np.array(["a", "été"]),
        np.array(5),
        np.array([1 + 1j]),
        np.array(["2026-01-01"], dtype="datetime64[D]"),
        np.array(["a", 1, None], dtype=object),
        np.asfortranarray(np.eye(3)),
    ],
    ids=lambda array: str(array.dtype),
)
def test_arrays_come_back_with_dtype_shape_and_content(array: Any) -> None:
    back = there_and_back(array)

    assert type(back) is np.ndarray
    assert back.shape == array.shape
    assert back.dtype == array.dtype.newbyteorder("=")
    assert (back == array).all()


def test_numpy_scalars_stay_numpy() -> None:
    back = there_and_back(
        [np.float32(0.5), np.bool_(True), np.str_("a"), np.float64(1)]
    )

    assert [type(each) for each in back] == [np.float32, np.bool_, np.str_, np.float64]


def test_frames_and_series_come_back() -> None:
    frame = pd.DataFrame({"x": [1, 2], "word": ["a", "b"]}, index=[5, 6])

    back = there_and_back(frame)

    assert back.to_dict() == frame.to_dict()
    assert there_and_back(frame["x"]).tolist() == [1, 2]
    assert there_and_back(frame["word"]).name == "word"


def test_a_strange_subclass_arrives_as_the_plain_class() -> None:
    class Yes(float):
        def __eq__(self, other: Any) -> Any:
            return True

        __hash__ = float.__hash__

    class Cheat(np.ndarray):
        def __eq__(self, other: Any) -> Any:
            return np.array(True)

    back = there_and_back([Yes(2), np.array([1, 2]).view(Cheat)])

    assert type(back[0]) is float
    assert back[0] != 1.5
    assert type(back[1]) is np.ndarray


def test_what_is_no_plain_data_is_opaque() -> None:
    values: list[Any] = [object(), len, b"bytes", iter([1]), np]
    for value in values:
        with pytest.raises(Opaque):
            Encoder().encode(value)


def test_depth_and_number_of_values_are_bounded() -> None:
    deep: list[Any] = []
    for _ in range(50):
        deep = [deep]
    cycle: list[Any] = []
    cycle.append(cycle)
    for value in (deep, cycle, list(range(400_000)), np.zeros(3_000_000), 10**2000):
        with pytest.raises(TooLarge):
            Encoder().encode(value)


ONE_HASH = [k * (2**61 - 1) for k in range(300)]


@pytest.mark.parametrize(
    "value",
    [
        {"t": "set", "v": ONE_HASH},
        {"t": "frozenset", "v": ONE_HASH},
        {"t": "keys", "v": ONE_HASH},
        {"t": "dict", "v": [[key, 0] for key in ONE_HASH]},
        {"t": "items", "v": [[key, 0] for key in ONE_HASH]},
        {"t": "set", "v": [{"t": "tuple", "v": [key]} for key in ONE_HASH]},
        {"t": "list", "v": [{"t": "int", "v": hex(key)} for key in ONE_HASH]},
        {
            "t": "set",
            "v": [
                {"t": "complex", "v": [str(-1_000_003.0 * k), str(k)]}
                for k in range(300)
            ],
        },
        {
            "t": "series",
            "v": {"t": "array", "dtype": "O", "shape": [300], "v": [0] * 300},
            "index": {"t": "array", "dtype": "O", "shape": [300], "v": ONE_HASH},
        },
    ],
    ids=range(9),
)
def test_values_of_one_hash_are_refused_before_they_are_compared(value: Any) -> None:
    with pytest.raises(TooLarge, match="one hash"):
        Decoder().read(value)


@pytest.mark.parametrize(
    "value",
    [
        {"t": "list", "v": ["x" * 1_000_000] * 3},
        "x" * 2_000_001,
        9**5_000,
        {"t": "series", "v": 0, "index": 0, "name": "x" * 20_000},
        {"t": "frame", "index": 0, "v": [["a", 0]] * 10_001},
        {"t": "array", "dtype": "<f8", "shape": [10**7, 0], "data": ""},
    ],
    ids=["texts", "text", "number", "name", "columns", "rows of nothing"],
)
def test_what_is_read_is_bounded_like_what_is_written(value: Any) -> None:
    empty = {"t": "array", "dtype": "<f8", "shape": [0], "data": ""}
    if isinstance(value, dict) and value.get("index") == 0:
        value |= {"index": empty, **({"v": empty} if value["v"] == 0 else {})}

    with pytest.raises(TooLarge):
        Decoder().read(value)


@pytest.mark.parametrize(
    "value",
    [
        {"t": "array", "dtype": "|b1", "shape": [1], "data": "Ag=="},
        {"t": "array", "dtype": "<U1", "shape": [1], "data": "/////w=="},
        {"t": "array", "dtype": "<U0", "shape": [1], "data": ""},
        {
            "t": "series",
            "name": None,
            "v": {"t": "array", "dtype": "<f2", "shape": [1], "data": "AAA="},
            "index": {"t": "array", "dtype": "<f2", "shape": [1], "data": "AAA="},
        },
        {"t": "records", "shape": [1], "v": [["x", 1]]},
        {"t": "records", "shape": [1], "v": [[3, {"t": "scalar"}]]},
    ],
    ids=range(6),
)
def test_what_a_library_would_stumble_over_is_refused(value: Any) -> None:
    with pytest.raises(BadValue):
        Decoder().read(value)


def test_arguments_may_be_written_into_and_answers_not() -> None:
    sent = Encoder().encode(np.arange(3))

    assert Decoder(writeable=True).read(sent).flags.writeable
    assert not Decoder().read(sent).flags.writeable


BAD = [
    [],
    {"t": "pickle", "v": ""},
    {"t": ["list"], "v": []},
    {"t": "list", "v": "abc"},
    {"t": "dict", "v": [[1]]},
    {"t": "dict", "v": [[{"t": "list", "v": []}, 1]]},
    {"t": "set", "v": [{"t": "list", "v": []}]},
    {"t": "array", "dtype": "O", "shape": [3], "v": [1]},
    {"t": "array", "dtype": "<f8", "shape": [2], "data": "AAAA"},
    {"t": "array", "dtype": "<f8", "shape": [-1], "data": ""},
    {"t": "array", "dtype": "<f8", "shape": [True], "data": ""},
    {"t": "array", "dtype": "<f8,<f8", "shape": [1], "data": ""},
    {"t": "array", "dtype": "V8", "shape": [1], "data": "AAAAAAAAAAA="},
    {"t": "array", "dtype": 3, "shape": [1], "data": ""},
    {"t": "array", "dtype": "<f8", "shape": [1], "data": "!!"},
    {"t": "scalar", "dtype": "<f8", "shape": [1], "data": "AAAAAAAAAAA="},
    {"t": "float", "v": "1e999"},
    {"t": "int", "v": "zz"},
    {"t": "complex", "v": ["a", "b"]},
    {"t": "series", "v": 1, "index": 2, "name": None},
    {"t": "frame", "index": None, "v": []},
    {"t": "ref", "ref": 1},
]


@pytest.mark.parametrize("value", BAD, ids=range(len(BAD)))
def test_what_we_do_not_write_is_refused(value: Any) -> None:
    with pytest.raises(BadValue):
        Decoder().decode(value)


def test_announced_sizes_cost_nothing() -> None:
    for shape in ([10**7, 10**7], [10**7], [0] * 20):
        with pytest.raises(TooLarge):
            Decoder().decode({"t": "array", "dtype": "<f8", "shape": shape, "data": ""})


def test_a_message_that_would_swell_in_memory_is_refused_unread() -> None:
    """Ten million empty lists are 30 MB on the way and 700 MB once read."""
    ours, theirs = socket.socketpair()
    body = b'{"n":1,"value":[%s[]]}' % (b"[]," * 10_000_000)
    sender = threading.Thread(target=Channel(theirs).send_bytes, args=(body, 30))
    sender.start()

    with pytest.raises(Nonsense, match="too many parts"):
        Channel(ours).receive(30)

    sender.join()
    ours.close()
    theirs.close()


@pytest.mark.parametrize("opening", [b"[", b'{"a":'], ids=["lists", "dicts"])
def test_a_message_that_could_not_be_passed_on_is_refused(opening: bytes) -> None:
    """Read here, it would be too deep where the stack is deeper."""
    ours, theirs = map(Channel, socket.socketpair())
    closing = (b"]" if opening == b"[" else b"}") * 100
    inner = b"0" if opening != b"[" else b""
    theirs.send_bytes(b'{"value":' + opening * 100 + inner + closing + b"}")
    theirs.send({"n": 2})

    with pytest.raises(Garbled, match="levels"):
        ours.receive(10)

    assert ours.receive(10) == {"n": 2}  # what came whole does not spoil the next
    ours.close()
    theirs.close()


def test_a_message_too_large_for_the_memory_is_read_to_its_end() -> None:
    class Poor:
        """A socket in a process that has hardly any memory left."""

        def __init__(self, end: socket.socket) -> None:
            self._end = end
            self.settimeout = end.settimeout

        def recv(self, count: int) -> bytes:
            if count > 100_000:
                raise MemoryError
            return self._end.recv(count)

    near, far = socket.socketpair()
    poor: Any = Poor(near)
    sender = threading.Thread(target=Channel(far).send_bytes, args=(b"x" * 300_000, 30))
    sender.start()

    with pytest.raises(Garbled, match="memory"):
        Channel(poor).receive(30)

    sender.join()
    Channel(far).send({"n": 2})
    assert Channel(near).receive(10) == {"n": 2}
    near.close()
    far.close()
