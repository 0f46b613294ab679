"""Cells split, merged, copied, moved, retyped, deleted: what editing does to them."""

import copy
import re
from typing import Any

import pytest

from tests.autograder.conftest import Book
from tests.autograder.honest.cases import Changed, Rewritten, block, name_of

_HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", re.DOTALL)
MEAN = "def mean(values):\n    return sum(values) / len(values)"


def _text(cell: dict[str, Any]) -> str:
    """What a learner has of it: the solved notebook still holds the hidden tests."""
    return _HIDDEN.sub("", "".join(cell["source"]))


def _bare(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell that has lost its metadata and its id, as a pasted one has."""
    cell["metadata"] = {}
    cell.pop("id", None)
    return cell


def split_keeping_metadata(book: Book) -> None:
    book.write(learn="from sklearn.neighbors import KNeighborsClassifier")
    second = copy.deepcopy(book.cell("learn-answer"))
    second["source"] = block("""
        def learn(points, labels):
            return KNeighborsClassifier(1).fit(points, labels)
    """)
    book.cells.insert(book.place("learn-answer") + 1, second)


def split_losing_metadata(book: Book) -> None:
    book.write(table="table = []")
    book.after("table-answer", "table += [0, 1, 4, 9]")


def answers_in_a_helper_cell(book: Book) -> None:
    del book.cells[book.place("answer-answer")]
    book.before("answer", "answer = 42")


def merged_with_the_next_answer(book: Book) -> None:
    table = book.cells.pop(book.place("table-answer"))
    book.write(mean=MEAN + "\n\n" + _text(table))


def merged_with_its_test(book: Book) -> None:
    test = book.cells.pop(book.place("answer"))
    book.write(answer="answer = 42\n" + _text(test))


def merged_into_the_given_cell(book: Book) -> None:
    answer = book.cells.pop(book.place("mean-answer"))
    cell = book.cell("imports")
    cell["source"] = _text(cell) + "\n" + _text(answer)


def merged_into_the_test_above(book: Book) -> None:
    answer = book.cells.pop(book.place("table-answer"))
    cell = book.cell("mean")
    cell["source"] = _text(cell) + "\n" + _text(answer)


def copied_answer(book: Book) -> None:
    at = book.place("learn-answer")
    book.cells.insert(at + 1, copy.deepcopy(book.cells[at]))


def copied_test(book: Book) -> None:
    at = book.place("table")
    book.cells.insert(at + 1, copy.deepcopy(book.cells[at]))


def copied_and_the_first_left_blank(book: Book) -> None:
    copied = copy.deepcopy(book.cell("answer-answer"))
    book.write(answer="answer = 0\n# À toi / Your turn")
    book.cells.insert(book.place("answer-answer") + 1, copied)


def answer_turned_to_markdown(book: Book) -> None:
    book.cell("mean-answer")["cell_type"] = "markdown"


def answer_turned_to_raw(book: Book) -> None:
    book.cell("table-answer")["cell_type"] = "raw"


def test_turned_to_markdown(book: Book) -> None:
    book.cell("answer")["cell_type"] = "markdown"


def deleted_test(book: Book) -> None:
    del book.cells[book.place("mean")]


def changed_test(book: Book) -> None:
    book.cell("table")["source"] = "table  # chez moi ça marche"


def test_in_two(book: Book) -> None:
    lines = _text(book.cell("learn")).splitlines(keepends=True)
    second = copy.deepcopy(book.cell("learn"))
    book.cell("learn")["source"], second["source"] = lines[:3], lines[3:]
    book.cells.insert(book.place("learn") + 1, second)


def moved_answer_with_its_helper(book: Book) -> None:
    """Both at the end of the notebook; the helper must still run first."""
    book.cells.remove(moved := book.cell("mean-answer"))
    book.insert(len(book.cells), "def total(values): return sum(values)")
    moved["source"] = "def mean(values):\n    return (total(values) / len(values))"
    moved["source"] += "\nmean([1, 2])"
    book.cells.append(moved)


def moved_to_the_top(book: Book) -> None:
    book.cells.insert(0, book.cells.pop(book.place("answer-answer")))


def test_before_its_answer(book: Book) -> None:
    book.cells.insert(book.place("table-answer"), book.cells.pop(book.place("table")))


def cut_and_pasted(book: Book) -> None:
    at = book.place("learn-answer")
    book.cells[at] = _bare(book.cells[at])


def overwritten_after_its_test(book: Book) -> None:
    book.after("mean", "mean = 3.5")


def many_empty_cells(book: Book) -> None:
    for _ in range(20):
        book.before("table-answer", "")
        book.before("table-answer", "# brouillon")


def a_helper_between_answer_and_test(book: Book) -> None:
    book.write(answer="answer = 40")
    book.after("answer-answer", "answer = answer + 2")


LOCAL = {
    "learn": [split_keeping_metadata, copied_answer, test_in_two, cut_and_pasted],
    "table": [
        split_losing_metadata,
        copied_test,
        answer_turned_to_raw,
        changed_test,
        many_empty_cells,
    ],
    "answer": [
        answers_in_a_helper_cell,
        merged_with_its_test,
        copied_and_the_first_left_blank,
        test_turned_to_markdown,
        a_helper_between_answer_and_test,
    ],
    "mean": [answer_turned_to_markdown, deleted_test, overwritten_after_its_test],
}


def given_cells_deleted(book: Book) -> None:
    book.cells[:] = [
        cell
        for cell in book.cells
        if cell["metadata"].get("nbgrader", {}).get("solution")
    ]


def imports_deleted(book: Book) -> None:
    del book.cells[book.place("imports")]


def every_test_deleted(book: Book) -> None:
    for name in ("mean", "table", "learn", "answer"):
        del book.cells[book.place(name)]


def upside_down(book: Book) -> None:
    book.cells.reverse()


def every_cell_copied(book: Book) -> None:
    book.cells[:] = [copy.deepcopy(cell) for cell in book.cells for _ in range(2)]


def every_cell_code(book: Book) -> None:
    for cell in book.cells:
        cell["cell_type"] = "code"


def one_large_cell(book: Book) -> None:
    """All code pasted into the learner's first answer cell, tests and all."""
    code = [_text(cell) for cell in book.cells if cell["cell_type"] == "code"]
    first = book.cell("mean-answer")
    first["source"] = "\n\n".join(code)
    book.cells[:] = [first]


def an_exercise_not_begun(book: Book) -> None:
    del book.cells[book.place("answer-answer")]


WHOLE = [
    *(
        Changed(change.__name__.replace("_", " "), change)
        for change in (
            merged_with_the_next_answer,
            merged_into_the_given_cell,
            merged_into_the_test_above,
            moved_answer_with_its_helper,
            moved_to_the_top,
            test_before_its_answer,
            given_cells_deleted,
            imports_deleted,
            every_test_deleted,
            upside_down,
            every_cell_copied,
            every_cell_code,
            one_large_cell,
        )
    ),
    Changed("a deleted answer", an_exercise_not_begun, {"answer": 0.0}),
]
CASES = [
    Rewritten(change.__name__.replace("_", " "), exercise, change)
    for exercise, found in LOCAL.items()
    for change in found
]
# Named after what they do to a test, not tests themselves.
for _each in (test_turned_to_markdown, test_in_two, test_before_its_answer):
    _each.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", [*CASES, *WHOLE], ids=name_of)
def test_edited_cells_keep_their_points(case: Any, keeps_its_points: Any) -> None:
    keeps_its_points(case, CASES)
