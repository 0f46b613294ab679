"""The names a test cell sees: its own, then libraries, then the learner's.

CPython looks names up in a dict subclass through `__missing__`, at the top level
and in functions, lambdas and comprehensions (checked on 3.11; not in a class
body). Libraries are those which the released notebook's own cells and the test
cells import: they are imported here, never taken from the learner.
"""

from __future__ import annotations

import ast
import builtins
import types
from collections.abc import Iterable
from typing import Any

from autograder.examiner.remote import MissingName, Probe, Remote

CARRIED = (types.FunctionType, type, types.ModuleType)


class Names(dict[str, Any]):
    """Globals of one test cell."""

    def __init__(self, own: dict[str, Any], imports: Imports, probe: Probe) -> None:
        super().__init__(own)
        self._imports, self._probe = imports, probe

    def __missing__(self, name: str) -> Any:
        if name.startswith("__") or hasattr(builtins, name):
            raise KeyError(name)
        if name in self._imports:
            value = self[name] = self._imports.load(name)
            return value
        value = self._probe.value(do="get", name=name)
        if isinstance(value, Remote) and value._is_module:
            raise MissingName(name)  # a library of the learner's proves nothing
        self[name] = value
        return value

    def __contains__(self, name: object) -> bool:
        """`"x" in globals()`: does the test, or else the learner, have it?"""
        return isinstance(name, str) and self.get(name, self) is not self

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except (KeyError, MissingName):
            return default

    def defined(self) -> dict[str, Any]:
        """Functions, classes and modules of this cell, which later cells may use."""
        return {
            name: value
            for name, value in self.items()
            if isinstance(value, CARRIED) and not name.startswith("__")
        }


class Imports:
    """Import statements of our own cells, executed when a name is first needed."""

    def __init__(self, statements: Iterable[str]) -> None:
        self._statement: dict[str, str] = {}
        for statement in statements:
            for name in _bound_names(statement):
                self._statement[name] = statement

    def __contains__(self, name: str) -> bool:
        return name in self._statement

    def load(self, name: str) -> Any:
        found: dict[str, Any] = {}
        exec(self._statement[name], found)  # noqa: S102  # our own source notebook
        return found[name]


def _bound_names(statement: str) -> list[str]:
    (node,) = ast.parse(statement).body
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return []
    return [alias.asname or alias.name.split(".")[0] for alias in node.names]
