"""The examiner's view of the learner's objects: plain data, or a Remote.

A value is taken once, whole, and is plain data from then on (decision 13): lists are
as long as the items that came, and asking again gives the same. A Remote is what has
to be called or asked to predict; comparing it, or asking its truth, stays on this
side, so an object with a clever `__eq__` does not exist here. What it answers, its
attributes and its items are taken in the same way.

All that comes back was made by a hostile process, and is decoded under limits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from autograder.wire.bounds import BadValue, Opaque, TooLarge
from autograder.wire.decoding import Decoder
from autograder.wire.encoding import Encoder

MAX_QUESTIONS = 20_000  # of one test cell
_ABOUT_AN_ERROR = ("kind", "message", "name")  # texts, of which so much is kept:
_MAX_WORDS = 500

Ask = Callable[[dict[str, Any]], dict[str, Any]]


class RemoteError(Exception):
    """The learner's code raised while a test asked it. kind: the class it raised."""

    def __init__(self, details: dict[str, Any]) -> None:
        self.details = _short(details)
        super().__init__(f"the learner's code raised {self.details.get('kind')}")


class RemoteTooLarge(RemoteError):
    """The learner's object is larger, deeper or longer than the probe carries."""

    def __init__(self) -> None:
        super().__init__({"kind": "TooLarge"})


def _short(details: dict[str, Any]) -> dict[str, Any]:
    """What a hostile process says about an error, fit to be passed on."""
    kept: dict[str, Any] = {
        key: details[key][:_MAX_WORDS]
        for key in _ABOUT_AN_ERROR
        if isinstance(details.get(key), str)
    }
    kinds, line = details.get("kinds"), details.get("line")
    if isinstance(kinds, list):
        kept["kinds"] = [each[:80] for each in kinds[:8] if isinstance(each, str)]
    if type(line) is int and abs(line) < 1_000_000:
        kept["line"] = line
    return kept


class MissingName(NameError):
    """The learner has no object of that name."""


class Vanished(BaseException):
    """The learner's process is gone or does not answer: the test ends here."""


class BrokenTest(Exception):
    """The test does what no test can."""


class CannotSend(TypeError):
    """The test sends too much, after it has asked for a learner's values."""


class Probe:
    """Asks the worker, who asks the learner's process."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._asked = 0
        self._calls = 0

    @property
    def asked(self) -> int:
        return self._asked

    @property
    def calls(self) -> int:
        """How often the learner's code was called: what it has may be new since."""
        return self._calls

    def question(self, **request: Any) -> dict[str, Any]:
        self._asked += 1
        self._calls += request["do"] == "call"
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
        if answer.get("missing") and "name" in request:
            raise MissingName(request["name"])
        if "value" not in answer:
            raise RemoteError({"kind": "BadValue"})
        return self.decoded(answer.get("value"))

    def decoded(self, value: Any) -> Any:
        try:
            return Decoder(self._remote).read(value)
        except TooLarge:
            raise RemoteTooLarge from None
        except BadValue as error:
            raise RemoteError({"kind": "BadValue", "message": str(error)}) from None

    def encoded(self, value: Any) -> Any:
        try:
            return Encoder(_reference).encode(value)
        except Opaque as error:
            raise BrokenTest(f"the test sends what nobody can: {error}") from None
        except TooLarge as error:
            # It may have been made of a learner's values, and then that is why.
            kind = CannotSend if self._asked else BrokenTest
            raise kind(f"the test sends too much: {error}") from None

    def _remote(self, value: Any) -> Remote:
        number, kind = value.get("ref"), value.get("kind")
        if type(number) is not int or not isinstance(kind, str):
            raise BadValue("not a reference")
        make = RemoteCallable if value.get("callable") is True else Remote
        return make(self, number, kind[:80], value.get("module") is True)


def _reference(value: Any) -> dict[str, Any]:
    if isinstance(value, Remote):
        return {"t": "ref", "ref": object.__getattribute__(value, "_number")}
    raise Opaque(f"a {type(value).__name__} is not plain data")


class Remote:
    """An object of the learner's that is not plain data.

    Its items and its length are taken when a test first asks for one of them, and stay;
    an attribute, or what it has under a key, stays until a test next calls something.
    """

    def __init__(self, probe: Probe, number: int, kind: str, is_module: bool) -> None:
        self._probe, self._number = probe, number
        self._kind, self._is_module = kind, is_module
        self._items: list[Any] | None = None
        self._has_items = True  # until it says no, once and for ever
        self._length: int | None = None
        self._taken: dict[str, Any] = {}
        self._taken_at = 0  # how many calls there had been

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._take(f".{name}", do="attribute", name=name)
        except MissingName:
            raise AttributeError(f"the learner's {self._kind} has no {name}") from None

    def __getitem__(self, key: Any) -> Any:
        sent = self._probe.encoded(key)
        return self._naturally(self._take, json.dumps(sent), do="item", key=sent)

    def __len__(self) -> int:
        if self._length is None:
            try:
                self._length = len(self._all_items())
            except TypeError:  # a length without items is a number it tells
                self._has_items = False
                self._length = self._told_length()
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all_items())

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<the learner's {self._kind}>"

    def _all_items(self) -> list[Any]:
        if not self._has_items:
            raise TypeError(f"the learner's {self._kind} has no items")
        if self._items is None:
            items = self._naturally(self._ask, do="items")
            if not isinstance(items, list):
                raise RemoteError({"kind": "BadValue"})
            self._items = items
        return self._items

    def _told_length(self) -> int:
        length = self._naturally(self._ask, do="length")
        if type(length) is not int or length < 0:
            raise TypeError("a length must be a whole number")
        return length

    def _take(self, place: str, **request: Any) -> Any:
        """The same as before, unless the learner's code has been called since."""
        if self._taken_at != self._probe.calls:
            self._taken.clear()
            self._taken_at = self._probe.calls
        if place not in self._taken:
            self._taken[place] = self._ask(**request)
        return self._taken[place]

    def _ask(self, **request: Any) -> Any:
        return self._probe.value(ref=self._number, **request)

    def _naturally(self, ask: Callable[..., Any], *place: str, **request: Any) -> Any:
        """What Python itself would raise for an object without length or items."""
        try:
            return ask(*place, **request)
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
