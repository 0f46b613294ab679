"""The cells of the labs we ship, as they are read; test_build has every slip."""

import ast
from itertools import takewhile

import pytest

from labs.authoring.cells import read_source
from labs.authoring.source import Role
from labs.catalogue import Lab, load

GIVEN = {
    "NotAttempted",
    "expect",
    "expect_at_least",
    "items_of",
    "passed_here",
    "submitted_file",
}
every_lab = pytest.mark.parametrize("lab", load().labs, ids=lambda lab: lab.id)


def names_in(code: str) -> set[str]:
    return {n.id for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name)}


def imported_on_top(code: str) -> set[str]:
    top = takewhile(
        lambda node: isinstance(node, ast.Import | ast.ImportFrom), ast.parse(code).body
    )
    return {
        alias.name
        for node in top
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@every_lab
def test_each_exercise_has_one_cell_with_its_points(lab: Lab) -> None:
    cells = read_source(lab).cells
    graded = {
        cell.id: (cell.points, cell.role is Role.WRITTEN)
        for cell in cells
        if cell.role in (Role.CHECK, Role.WRITTEN)
    }

    assert graded == {each.id: (each.points, each.manual) for each in lab.exercises}
    assert all(cell.points == 0 for cell in cells if cell.id not in graded)


@every_lab
def test_a_check_is_one_text_and_imports_what_it_uses_of_the_kit(lab: Lab) -> None:
    checks = [c.texts for c in read_source(lab).cells if c.role is Role.CHECK]

    assert checks
    for texts in checks:
        assert texts["fr"] == texts["en"]
        used = names_in(texts["fr"]) & GIVEN
        assert used
        assert used <= imported_on_top(texts["fr"])


@every_lab
def test_code_has_both_languages_and_no_choice_between_them_is_left(lab: Lab) -> None:
    for cell in read_source(lab).cells:
        assert set(cell.texts) == {"fr", "en"}
        if not cell.is_prose:
            assert "L" not in names_in(cell.texts["fr"]) | names_in(cell.texts["en"])
