"""Which of the learner's cells stands for which released cell."""

from typing import Any

from autograder.submission.match import Matching, Role, role_of
from autograder.submission.read import SubmittedCell


def released(source: str, id: str = "", **nbgrader: Any) -> dict[str, Any]:
    metadata = {"nbgrader": nbgrader} if nbgrader else {}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source}


GIVEN = released("import numpy", "c0", locked=True, grade_id="imports")
ANSWER = released("total = ...", "c1", solution=True, grade_id="answer")
TEST = released("assert total == 3", "c2", grade=True, locked=True, grade_id="t")
BOOK: dict[str, Any] = {"cells": [GIVEN, ANSWER, TEST]}


def own(
    source: str, grade_id: str | None = None, id: str | None = None
) -> SubmittedCell:
    return SubmittedCell("code", source, grade_id, id)


def cells_of(*given: SubmittedCell) -> list[tuple[Role, str]]:
    return [(cell.role, cell.source) for cell in Matching(BOOK, given).cells()]


def answer_of(*given: SubmittedCell) -> str:
    (found,) = [source for role, source in cells_of(*given) if role is Role.ANSWER]
    return found


def test_roles_follow_from_nbgraders_metadata() -> None:
    assert [role_of(each) for each in BOOK["cells"]] == [
        Role.GIVEN,
        Role.ANSWER,
        Role.TEST,
    ]
    assert role_of(released("x = 1")) is Role.OPEN
    manual = released("why", grade=True, solution=True, grade_id="w")
    assert role_of(manual) is Role.WRITTEN


def test_the_grade_id_decides_before_place_and_text() -> None:
    moved = own("total = 3", "answer"), own("import numpy", "imports")

    assert answer_of(*moved) == "total = 3"


def test_without_a_grade_id_the_cells_id_decides() -> None:
    assert answer_of(own("total = 1 + 2", id="c1")) == "total = 1 + 2"


def test_without_either_the_most_alike_cell_is_the_answer() -> None:
    found = answer_of(own("print('hello, I am here')"), own("total = 3"))

    assert found == "total = 3"


def test_nothing_alike_is_a_cell_of_ones_own_and_the_answer_is_empty() -> None:
    cells = cells_of(own("for each in range(10):\n    print(each)"))

    assert (Role.ANSWER, "") in cells
    assert any(role is Role.HELPER for role, _ in cells)


def test_of_given_cells_and_tests_the_released_text_counts() -> None:
    cells = cells_of(own("import evil", "imports"), own("pass", "t"))

    assert (Role.GIVEN, "import numpy") in cells
    assert (Role.TEST, "assert total == 3") in cells
    assert not any(role is Role.TEST and text == "pass" for role, text in cells)


def test_an_own_cell_stays_before_the_answer_it_led_to() -> None:
    cells = cells_of(
        own("import numpy", "imports"), own("helper = 1"), own("total = 3", "answer")
    )

    assert [source for _, source in cells] == [
        "import numpy",
        "helper = 1",
        "total = 3",
        "assert total == 3",
    ]
