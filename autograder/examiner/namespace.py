"""The names a test cell sees: its own, then libraries, then the learner's.

CPython looks names up in a dict subclass through `__missing__`, at the top level
and in functions, lambdas and comprehensions (checked on 3.11; not in a class
body). Libraries are those which the released notebook's own cells and the test
cells import: they are imported here, never taken from the learner. Nor is what an
earlier test cell defines, even when that cell has not run (its exercise is over) or
the process that ran it has ended.
"""

from __future__ import annotations

import ast
import builtins
import types
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.examiner.remote import BrokenTest, MissingName, Probe, Remote

DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
CARRIED = (types.FunctionType, type, types.ModuleType)


class Names(dict[str, Any]):
    """Globals of one test cell."""

    def __init__(
        self,
        own: dict[str, Any],
        imports: Imports,
        probe: Probe,
        earlier: Definitions | None = None,
    ) -> None:
        super().__init__(own)
        self._imports, self._probe = imports, probe
        self._earlier = earlier or Definitions(())

    def __missing__(self, name: str) -> Any:
        if name.startswith("__") or hasattr(builtins, name):
            raise KeyError(name)
        if name in self._imports:
            value = self[name] = self._imports.load(name)
            return value
        if name in self._earlier:
            self._earlier.define(name, self)
            return self[name]
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


class Definitions:
    """Functions and classes of earlier test cells, made when a name is first needed."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._nodes: dict[str, ast.stmt] = {}
        self._needs: dict[str, set[str]] = {}
        for source in sources:
            self._read(source)

    @classmethod
    def before(cls, test_id: str, sources: Mapping[str, str]) -> Definitions:
        """Of the cells above this one. Below, a name may still be the learner's."""
        ids = list(sources)
        end = ids.index(test_id) if test_id in sources else 0
        return cls(sources[each] for each in ids[:end])

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def define(self, name: str, names: Names) -> None:
        """Raises BrokenTest for one that leans on what its cell worked out: to ask the
        learner for that would be to let them write the test."""
        if needs := self._needs[name]:
            raise BrokenTest(f"{name} needs {sorted(needs)} of a cell that has not run")
        module = ast.Module(body=[self._nodes[name]], type_ignores=[])
        exec(compile(module, "<test>", "exec"), names)  # noqa: S102  # as in its cell

    def _read(self, source: str) -> None:
        try:
            body = ast.parse(source).body
        except SyntaxError:  # it says so itself when it runs
            return
        rest = [node for node in body if not isinstance(node, DEFINES)]
        worked_out = set().union(*(_names(node, ast.Store) for node in rest))
        for node in body:
            if isinstance(node, DEFINES):
                self._nodes[node.name] = node
                self._needs[node.name] = _names(node, ast.Load) & worked_out


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, context)
    }


def _bound_names(statement: str) -> list[str]:
    (node,) = ast.parse(statement).body
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return []
    return [alias.asname or alias.name.split(".")[0] for alias in node.names]
