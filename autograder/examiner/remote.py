"""The examiner's view of the learner's objects: plain data, or a Remote.

Everything that comes back is decoded under limits (`inside.values`). A Remote
can be called, read and iterated; comparing it, or asking its truth, stays on
this side, so an object with a clever `__eq__` does not exist here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from autograder.wire.bounds import BadValue, TooLarge
from autograder.wire.decoding import Decoder
from autograder.wire.encoding import Encoder

MAX_QUESTIONS = 20_000  # of one test cell
MAX_ITERATED = 100_000
_CHUNK = 500

Ask = Callable[[dict[str, Any]], dict[str, Any]]


class RemoteError(Exception):
    """The learner's code raised while a test asked it. kind: the class it raised."""

    def __init__(self, details: dict[str, Any]) -> None:
        self.details = details
        super().__init__(f"the learner's code raised {details.get('kind')}")


class RemoteTooLarge(RemoteError):
    """The learner's object is larger, deeper or longer than the probe carries."""

    def __init__(self) -> None:
        super().__init__({"kind": "TooLarge"})


class MissingName(NameError):
    """The learner has no object of that name."""


class Vanished(BaseException):
    """The learner's process is gone or does not answer: the test ends here."""


class BrokenTest(Exception):
    """The test does what no test can."""


class Probe:
    """Asks the worker, who asks the learner's process."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._asked = 0

    @property
    def asked(self) -> int:
        return self._asked

    def question(self, **request: Any) -> dict[str, Any]:
        self._asked += 1
        if self._asked > MAX_QUESTIONS:
            raise RemoteTooLarge
        answer = self._ask(request)
        if "gone" in answer:
            raise Vanished
        if answer.get("too_large"):
            raise RemoteTooLarge
        if isinstance(answer.get("error"), dict):
            raise RemoteError(answer["error"])
        return answer

    def value(self, **request: Any) -> Any:
        answer = self.question(**request)
        if answer.get("missing"):
            raise MissingName(request.get("name"))
        return self.decoded(answer.get("value"))

    def decoded(self, value: Any) -> Any:
        try:
            return Decoder(self._remote).decode(value)
        except (TooLarge, MemoryError, RecursionError):
            raise RemoteTooLarge from None
        except BadValue as error:
            raise RemoteError({"kind": "BadValue", "message": str(error)}) from None

    def encoded(self, value: Any) -> Any:
        try:
            return Encoder(_reference).encode(value)
        except TooLarge as error:
            raise BrokenTest(f"the test sends too much: {error}") from None

    def _remote(self, value: Any) -> Remote:
        number, kind = value.get("ref"), value.get("kind")
        if type(number) is not int or not isinstance(kind, str):
            raise BadValue("not a reference")
        make = RemoteCallable if value.get("callable") is True else Remote
        return make(self, number, kind[:80], value.get("module") is True)


def _reference(value: Any) -> dict[str, Any]:
    if isinstance(value, Remote):
        return {"t": "ref", "ref": object.__getattribute__(value, "_number")}
    raise BrokenTest(
        f"the test sends a {type(value).__name__}; only plain data can be sent"
    )


class Remote:
    """An object of the learner's that is not plain data."""

    def __init__(self, probe: Probe, number: int, kind: str, is_module: bool) -> None:
        self._probe, self._number = probe, number
        self._kind, self._is_module = kind, is_module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._probe.value(do="attribute", ref=self._number, name=name)
        except MissingName:
            raise AttributeError(f"the learner's {self._kind} has no {name}") from None

    def __getitem__(self, key: Any) -> Any:
        return self._natural(do="item", ref=self._number, key=self._probe.encoded(key))

    def __len__(self) -> int:
        length = self._natural(do="length", ref=self._number)
        if type(length) is not int or length < 0:
            raise TypeError("a length must be a whole number")
        return length

    def __iter__(self) -> Iterator[Any]:
        number, total = self._number, 0
        while total < MAX_ITERATED:
            answer = self._answer(do="iterate", ref=number, count=_CHUNK)
            items = self._probe.decoded(answer.get("value"))
            if not isinstance(items, list) or type(answer.get("iterator")) is not int:
                raise RemoteError({"kind": "BadValue"})
            yield from items
            if answer.get("ended") is True:
                return
            total += max(len(items), 1)
            number = answer["iterator"]
        raise RemoteTooLarge

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<the learner's {self._kind}>"

    def _natural(self, **request: Any) -> Any:
        return self._probe.decoded(self._answer(**request).get("value"))

    def _answer(self, **request: Any) -> dict[str, Any]:
        """What Python itself would raise for an object without length or items."""
        try:
            return self._probe.question(**request)
        except RemoteError as error:
            kind = error.details.get("kind")
            if kind in _NATURAL:
                raise _NATURAL[kind](f"the learner's {self._kind}") from None
            raise


_NATURAL: dict[Any, type[Exception]] = {
    "TypeError": TypeError,
    "IndexError": IndexError,
    "KeyError": KeyError,
}


class RemoteCallable(Remote):
    """A function, a class or a callable object of the learner's."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        probe = self._probe
        return probe.value(
            do="call",
            ref=self._number,
            args=probe.encoded(list(args)),
            kwargs=probe.encoded(kwargs),
        )
