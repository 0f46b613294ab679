"""The learner's side of the probe: answers questions about the learner's objects.

get, file, attribute, item, length, iterate, call. Plain data goes back by value;
anything else stays here and goes back as a number, its *reference*.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from autograder.runner.shell import Shell, describe
from autograder.wire.bounds import MAX_TEXT, TooLarge
from autograder.wire.channel import Channel, ChannelError
from autograder.wire.decoding import Decoder
from autograder.wire.encoding import Encoder

MAX_REFERENCES = 20_000
_MAX_CHUNK = 1_000


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
        channel.send({"n": request["n"], **answer})


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
            if not hasattr(target, request["name"]):
                return {"missing": True}
            return self._value(getattr(target, request["name"]))
        if do == "item":
            return self._value(target[self._read(request["key"])])
        if do == "length":
            return self._value(len(target))
        if do == "iterate":
            return self._iterate(target, request["count"])
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

    def _iterate(self, target: Any, count: int) -> dict[str, Any]:
        """The next `count` items; a thing to iterate becomes an iterator first."""
        iterator = target if hasattr(target, "__next__") else iter(target)
        items, ended = [], False
        for _ in range(min(count, _MAX_CHUNK)):
            try:
                items.append(next(iterator))
            except StopIteration:
                ended = True
                break
        return {**self._value(items), "ended": ended, "iterator": self._keep(iterator)}

    def _value(self, value: Any) -> dict[str, Any]:
        return {"value": Encoder(self._refer).encode(value)}

    def _read(self, value: Any) -> Any:
        return Decoder(lambda given: self._kept[given["ref"]]).decode(value)

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
