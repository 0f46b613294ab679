"""Errors in plain words: what happened, what to try, which line; nothing leaks."""

import builtins
from typing import Any

import pytest

from labs.kit.errors.explain import explain

COMMON = {
    "name": ("print(modele)", "modele", "n’existe pas"),
    "close name": ("model = 1\nprint(modle)", "model", "Voulais-tu"),
    "type": ("1 + 'a'", "type(", "ne vont pas ensemble"),
    "missing argument": ("def f(x): pass\nf()", "'x'", "Il manque"),
    "not callable": ("x = 3\nx()", "brackets", "parenthèses"),
    "none": ("None + 1", "None", "return"),
    "value": ("int('a')", "value", "valeur"),
    "index": ("[][0]", "position", "position"),
    "key": ("{'a': 1}['b']", "'b'", "clé"),
    "attribute": ("'a'.push(1)", "push", "push"),
    "zero": ("1 / 0", "zero", "zéro"),
    "module": ("import nothing_here", "nothing_here", "installé"),
    "file": ("open('nothing.csv')", "nothing.csv", "dossier"),
    "assert": ("assert 1 == 2", "expected", "attendait"),
    "local": ("def f():\n    print(a)\n    a = 1\nf()", "before", "avant"),
    "recursion": ("def f(): return f()\nf()", "itself", "elle-même"),
    "syntax": ("print 'a'", "punctuation", "ponctuation"),
    "open bracket": ("print((1", "never closed", "jamais fermé"),
    "colon": ("if True\n    1", "colon", "deux-points"),
    "indentation": ("if True:\n1", "spaces", "espaces"),
    "comparison": ("if x = 1: pass", "'=='", "deux signes égal"),
    "unknown": ("raise StopIteration", "StopIteration", "StopIteration"),
}


def error_of(code: str, names: dict[str, Any] | None = None) -> BaseException:
    try:
        exec(compile(code, "<cell>", "exec"), {} if names is None else names)  # noqa: S102 - our own table
    except Exception as error:
        return error
    raise AssertionError(f"{code!r} ran without an error")


@pytest.mark.parametrize(("code", "en", "fr"), COMMON.values(), ids=COMMON)
def test_a_common_error_is_told_in_both_languages(code: str, en: str, fr: str) -> None:
    names: dict[str, Any] = {}

    found = explain(error_of(code, names), [*names, *dir(builtins)])

    assert en in found.en
    assert fr in found.fr


def test_a_model_that_did_not_learn_is_told_so() -> None:
    from sklearn.linear_model import LogisticRegression

    with pytest.raises(ValueError, match="fitted") as caught:
        LogisticRegression().predict([[1.0]])

    assert "fit" in explain(caught.value).fr


def test_one_class_only_is_told_so() -> None:
    from sklearn.linear_model import LogisticRegression

    with pytest.raises(ValueError, match="classes") as caught:
        LogisticRegression().fit([[1.0], [2.0]], ["a", "a"])

    assert "deux choses" in explain(caught.value).fr


def test_the_line_is_the_learners_own() -> None:
    names = {"__name__": "__main__"}

    found = explain(error_of("a = 1\nint('x')\nb = 2", names))

    assert found.line is not None
    assert found.line[0] == 2
