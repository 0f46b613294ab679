"""Code in two languages becomes one program in each; test_build has whole labs."""

import pytest

from labs.authoring.bilingual import (
    in_language,
    refuse_different_programs,
    refuse_languages_in_a_check,
)
from labs.authoring.source import BadLab, Place

ABOVE = Place("program.py", 10)


@pytest.mark.parametrize(
    ("code", "fr", "en"),
    [
        ('x = L("Oui !", "Yes!")', 'x = "Oui\u00a0!"', 'x = "Yes!"'),
        (
            'print(L("é", "e"), L(f"{n} pas", f"{n} steps"))',
            'print("é", f"{n} pas")',
            'print("e", f"{n} steps")',
        ),
        (
            "if x:\n    # fr: c'est ici :\n    # en: it is here\n    y = 1  # fr",
            "if x:\n    # c’est ici\u00a0:\n    y = 1  # fr",
            "if x:\n    # it is here\n    y = 1  # fr",
        ),
        ('x = L("a"\n  "b", "c")', 'x = ("a"\n  "b")', 'x = "c"'),
        ("# fr:\n# en:\nx = 1", "#\nx = 1", "#\nx = 1"),
    ],
    ids=["a text", "two in a line", "comments", "over two lines", "an empty comment"],
)
def test_each_language_keeps_its_own_texts_only(code: str, fr: str, en: str) -> None:
    assert in_language(code, "fr", ABOVE) == fr
    assert in_language(code, "en", ABOVE) == en


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("# fr: seul\nx = 1", "go in pairs"),
        ('x = L("seul")', "two plain texts"),
        ('x = L("un", other)', "two plain texts"),
        ('x = L("un", en="one")', "two plain texts"),
        ("x = 1\ny = (", "line 12: this code does not compile"),
    ],
)
def test_a_text_without_its_twin_is_refused(code: str, said: str) -> None:
    with pytest.raises(BadLab, match=said):
        in_language(code, "fr", ABOVE)


def test_values_in_a_sentence_may_come_in_another_order() -> None:
    refuse_different_programs('f"{a} sur {b}"', 'f"of {b}, {a}"', ABOVE)


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("x = 1", "x = 2"),
        ('f"{a}"', 'f"{b}"'),
        ('f"{a}"', '"a"'),
        ('f("a")', 'g("a")'),
    ],
    ids=["a number", "another value", "no value", "another function"],
)
def test_anything_else_that_differs_is_another_program(fr: str, en: str) -> None:
    with pytest.raises(BadLab, match="the French and English code differ"):
        refuse_different_programs(fr, en, ABOVE)


@pytest.mark.parametrize("code", ['print(L("a", "b"))', "# fr: a\nx = 1"])
def test_a_check_speaks_no_language(code: str) -> None:
    refuse_languages_in_a_check("expect(x, 'code')  # from", ABOVE)

    with pytest.raises(BadLab, match=r"sentences in texts\.toml"):
        refuse_languages_in_a_check(code, ABOVE)
