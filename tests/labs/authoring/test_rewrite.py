"""A piece of Python is changed in one place, and nowhere else."""

import ast

import pytest

from labs.authoring.rewrite import (
    indent_of,
    literal,
    parsed,
    replaced,
    source_of,
)
from labs.authoring.source import BadLab, Place


def calls(code: str) -> list[ast.expr]:
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]


def test_the_rest_stays_as_its_author_wrote_it() -> None:
    code = "é = f( 1 )  # «é»\nif é :\n    g(\n  2)\n"
    first, second = calls(code)

    assert replaced(code, [(first, "A"), (second, "B\nC")]) == (
        "é = A  # «é»\nif é :\n    B\nC\n"
    )
    assert source_of(code, second) == "g(\n  2)"
    assert indent_of(code, second) == "    "


def test_no_change_changes_nothing() -> None:
    assert replaced("x = 1", []) == "x = 1"


@pytest.mark.parametrize(
    "text",
    ["", "plain", "it's", 'say "é"', 'both \' and ""', "back\\slash", "two\nlines"],
)
def test_a_text_written_as_python_is_the_same_text(text: str) -> None:
    for quote in (None, "'", '"'):
        assert ast.literal_eval(literal(text, quote)) == text


def test_a_text_has_the_quotes_that_need_fewer_backslashes() -> None:
    assert literal("it's") == '"it\'s"'
    assert literal('say "é"') == "'say \"é\"'"


def test_code_that_does_not_compile_is_named_with_its_line_in_the_file() -> None:
    with pytest.raises(BadLab, match=r"^check\.py, line 8: this code does not compile"):
        parsed("x = 1\ny = = 2\n", Place("check.py", 6))
