"""What the examiner needs of a source notebook: its tests, libraries and names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Tests:
    """What the examiner needs to know of a version. sources, points: by grade_id.

    folder: hidden.py and data, mounted for the examiner only.
    imports: import statements of our own cells, which tests may rely on.
    """

    folder: Path
    sources: Mapping[str, str]
    points: Mapping[str, float]
    imports: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, found: Mapping[str, Any]) -> Tests:
        """From what `read_tests` found."""
        return cls(folder, found["sources"], found["points"], tuple(found["imports"]))


def read_tests(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """{"sources", "points": by grade_id, "imports": statements, "names": defined,
    "unproven": tests that the reference solution does not pass; see release/build.py}.

    imports: those of given and test cells, never of answer cells: a name that the
    reference solution imports may be what the learner writes by hand.
    names: what the reference notebook defines. A test that misses another name is
    a broken test, not a learner's fault.
    """
    sources: dict[str, str] = {}
    points: dict[str, float] = {}
    imports: list[str] = []
    names: set[str] = set()
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] != "code":
            continue
        is_test = nbgrader.get("grade") and not nbgrader.get("solution")
        source = cell["source"]
        if is_test:
            sources[nbgrader["grade_id"]] = source
            points[nbgrader["grade_id"]] = float(nbgrader["points"])
        tree = _parsed(source)
        if not nbgrader.get("solution"):
            imports += [ast.unparse(node) for node in tree.body if _is_import(node)]
        if not is_test:
            names |= set(_defined(tree))
    return {
        "sources": sources,
        "points": points,
        "imports": list(dict.fromkeys(imports)),
        "names": sorted(names),
        "unproven": [],
    }


def _parsed(source: str) -> ast.Module:
    """The cell without IPython's own lines (`%magic`, `!shell`)."""
    lines = [
        "pass" if line.startswith(("%", "!")) else line for line in source.splitlines()
    ]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _is_import(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and all(alias.name != "*" for alias in node.names)
    return isinstance(node, ast.Import)


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name.split(".")[0]
