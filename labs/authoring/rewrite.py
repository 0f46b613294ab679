"""Changes in a piece of Python that leave all the rest as its author wrote it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TypeVar

from labs.authoring.source import Place

Node = TypeVar("Node", bound=ast.AST)


def parsed(code: str, place: Place) -> ast.Module:
    """The code's tree. Raises BadLab with the line that does not compile.

    place: the line above the code.
    """
    try:
        return ast.parse(code)
    except SyntaxError as error:
        line = place.below(error.lineno or 0)
        raise line.bad(f"this code does not compile ({error.msg})") from None


def replaced(code: str, changes: Iterable[tuple[ast.expr | ast.stmt, str]]) -> str:
    """The code with each node replaced by a text. No node may hold another."""
    starts = [0]
    for line in code.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    raw = code.encode()
    for node, text in sorted(changes, key=lambda each: _begin(each[0]), reverse=True):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
        raw = raw[:begin] + text.encode() + raw[end:]
    return raw.decode()


def source_of(code: str, node: ast.AST) -> str:
    return ast.get_source_segment(code, node) or ""


def indent_of(code: str, node: ast.expr | ast.stmt) -> str:
    """The spaces that the node's line begins with."""
    line = code.splitlines()[node.lineno - 1]
    return " " * (len(line) - len(line.lstrip()))


def literal(text: str) -> str:
    """The text as Python writes it, in the quotes that need fewer backslashes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    inside = text.replace("\\", "\\\\").replace("\n", "\\n")
    return quote + inside.replace(quote, f"\\{quote}") + quote


def _begin(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset
