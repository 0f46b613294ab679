"""The learner's side of the probe: answers questions about the learner's objects.

get, file, attribute, item, items, length, call. Whatever can be walked through goes
back by value, walked through once; what is called or asked to predict stays here and
goes back as a number, its *reference*. Nothing relies on this side being honest.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from autograder.runner.shell import Shell, describe
from autograder.wire.bounds import MAX_TEXT, TooLarge
from autograder.wire.channel import Channel, ChannelError, Nonsense
from autograder.wire.decoding import Decoder
from autograder.wire.encoding import Encoder

MAX_REFERENCES = 20_000
# What a test asks a model to do: an object with one of these is no mere container.
MODEL_METHODS = (
    *("predict", "predict_proba", "decision_function", "fit", "partial_fit"),
    *("transform", "forward"),
)
_BUILT_IN = (list, tuple, set, frozenset, dict, range)


def answer_probe(
    channel: Channel,
    shell: Shell,
    limited: Callable[[float, float], AbstractContextManager[None]],
) -> None:
    """Answer until the far side closes the channel."""
    _leave_one_thread()
    probed = Probed(shell.names)
    while True:
        try:
            request = channel.receive()
        except ChannelError:
            return
        answer = _answer(probed, request, limited)
        try:
            channel.send({"n": request["n"], **answer})
        except Nonsense:
            channel.send({"n": request["n"], "too_large": True})


def _leave_one_thread() -> None:
    """A fork has none of the threads that OpenMP made, and would wait for them."""
    with contextlib.suppress(Exception):
        threadpool_limits(1, "openmp")
        if torch := sys.modules.get("torch"):
            torch.set_num_threads(1)  # MKL's too


def _answer(probed: Probed, request: dict[str, Any], limited: Any) -> dict[str, Any]:
    try:
        with limited(request["cpu_s"], request["wall_s"]):
            return probed.answer(request)
    except TooLarge:
        return {"too_large": True}
    except BaseException as error:  # the learner's code raised it: it is the answer
        return {"error": describe(error)}


class Probed:
    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._kept: list[Any] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        do = request["do"]
        if do == "get":
            name = request["name"]
            if name not in self._names:
                return {"missing": True}
            return self._value(self._names[name])
        if do == "file":
            return self._file(Path(request["name"]))
        target = self._kept[request["ref"]]
        if do == "attribute":
            try:
                found = getattr(target, request["name"])
            except AttributeError:
                return {"missing": True}
            return self._value(found)
        if do == "item":
            return self._value(target[self._read(request["key"])])
        if do == "length":
            return self._value(len(target))
        if do == "items":
            encoder = _WholeEncoder(self._refer)
            return {"value": encoder.several("list", _walk(target), 0)}
        return self._call(target, request)

    def _file(self, path: Path) -> dict[str, Any]:
        """What the learner's cells wrote: a byte a letter, for bytes do not travel."""
        if not path.is_file():
            return {"missing": True}
        with path.open("rb") as file:
            return self._value(file.read(MAX_TEXT + 1).decode("latin-1"))

    def _call(self, target: Any, request: dict[str, Any]) -> dict[str, Any]:
        given = self._read(request["args"])
        named = self._read(request["kwargs"])
        return self._value(target(*given, **named))

    def _value(self, value: Any) -> dict[str, Any]:
        return {"value": _WholeEncoder(self._refer).encode(value)}

    def _read(self, value: Any) -> Any:
        """Made anew for each call: what a call does to its arguments, no other sees."""
        resolve = lambda given: self._kept[given["ref"]]  # noqa: E731
        return Decoder(resolve, writeable=True).read(value)

    def _refer(self, value: Any) -> dict[str, Any]:
        return {
            "t": "ref",
            "ref": self._keep(value),
            "callable": callable(value),
            "module": isinstance(value, types.ModuleType),
            "kind": type(value).__name__[:80],
        }

    def _keep(self, value: Any) -> int:
        if len(self._kept) >= MAX_REFERENCES:
            raise TooLarge("too many objects")
        self._kept.append(value)
        return len(self._kept) - 1


class _WholeEncoder(Encoder):
    """Writes whatever can be walked through as a list of the items that came."""

    def encode(self, value: Any, depth: int = 0) -> Any:
        if _is_container(value) and _is_model(value):
            self.allowance.item(depth)
            return super().other(value, depth)
        return super().encode(value, depth)

    def other(self, value: Any, depth: int) -> Any:
        if callable(value) or isinstance(value, types.ModuleType) or _is_model(value):
            return super().other(value, depth)
        try:
            items = _walk(value)
        except TypeError:
            return super().other(value, depth)
        return self.several("list", items, depth)


def _is_container(value: Any) -> bool:
    """One of a class of the learner's own, which may have methods besides."""
    return type(value) not in _BUILT_IN and isinstance(
        value, list | tuple | set | frozenset | dict | Mapping | Set
    )


def _is_model(value: Any) -> bool:
    return any(callable(getattr(value, name, None)) for name in MODEL_METHODS)


def _walk(value: Any) -> Iterator[Any]:
    """Raises TypeError for what has no items.

    A class with `__getitem__` and `__len__` alone is walked as far as its length, for
    many a data set never says IndexError.
    """
    kind = type(value)
    if not hasattr(kind, "__iter__") and hasattr(kind, "__len__"):
        if not hasattr(kind, "__getitem__"):
            raise TypeError
        return _by_place(value)
    return iter(value)


def _by_place(value: Any) -> Iterator[Any]:
    for place in range(len(value)):
        try:
            yield value[place]
        except IndexError:
            return
