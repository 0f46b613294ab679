"""Whatever notebook comes in, the released one comes out with the answers in it."""

import json
import random
from typing import Any

import pytest

from autograder.submission.read import MAX_BYTES, Unreadable
from autograder.submission.reassemble import Reassembled, Role, notebook_in, reassemble

LAB = "T0-01"
MEAN = "def mean(values):\n    return sum(values) / len(values)"


@pytest.fixture
def put(built: Any) -> Any:
    released = built.released_notebook("fr")

    def reassembled(book: Any) -> Reassembled:
        content = book if isinstance(book, bytes) else book.bytes()
        return reassemble(content, released, LAB)

    return reassembled


def source_of(work: Reassembled, grade_id: str) -> str:
    return next(cell.source for cell in work.cells if cell.grade_id == grade_id)


def code_before(work: Reassembled, grade_id: str) -> str:
    """All that runs before a test, in order."""
    before = []
    for cell in work.cells:
        if cell.grade_id == grade_id:
            break
        if cell.kind == "code":
            before.append(cell.source)
    return "\n".join(before)


def test_an_untouched_notebook_has_no_changed_cell(put: Any, blank: Any) -> None:
    work = put(blank)

    assert not any(cell.is_changed for cell in work.cells)
    assert all(cell.is_found for cell in work.cells)


def test_tests_and_given_cells_are_always_the_released_ones(
    put: Any, blank: Any
) -> None:
    blank.cell("mean")["source"] = "assert True"
    blank.cell("imports")["source"] = "import evil"
    blank.cell("mean")["metadata"]["nbgrader"]["points"] = 100
    blank.write(mean=MEAN)

    work = put(blank)

    assert "assert True" not in json.dumps(work.notebook)
    assert "evil" not in json.dumps(work.notebook)
    assert '"points": 100' not in json.dumps(work.notebook)
    assert source_of(work, "mean-answer") == MEAN


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_turned_into_text_by_accident_is_still_an_answer(
    put: Any, blank: Any, kind: Any
) -> None:
    blank.write(mean=MEAN)
    blank.cell("mean-answer")["cell_type"] = kind

    work = put(blank)

    assert source_of(work, "mean-answer") == MEAN
    assert next(c for c in work.cells if c.grade_id == "mean-answer").kind == "code"


def test_moved_answers_are_put_back_before_their_tests(put: Any, blank: Any) -> None:
    blank.write(mean=MEAN)
    moved = blank.cells.pop(blank.place("mean-answer"))
    blank.cells.append(moved)

    assert MEAN in code_before(put(blank), "mean")


def test_a_copied_answer_cell_counts_once_and_both_copies_run(
    put: Any, blank: Any
) -> None:
    blank.write(mean=MEAN)
    second = json.loads(json.dumps(blank.cell("mean-answer")))
    second["source"] = "half = 0.5"
    blank.cells.insert(blank.place("mean-answer") + 1, second)

    work = put(blank)

    assert source_of(work, "mean-answer") == MEAN
    assert "half = 0.5" in code_before(work, "mean")
    ids = [cell.grade_id for cell in work.cells if cell.grade_id]
    assert len(ids) == len(set(ids))


def test_of_two_copies_the_one_that_was_worked_on_is_the_answer(
    put: Any, blank: Any
) -> None:
    copy = json.loads(json.dumps(blank.cell("mean-answer")))
    copy["source"] = MEAN
    blank.cells.insert(blank.place("mean-answer") + 1, copy)

    work = put(blank)

    assert source_of(work, "mean-answer") == MEAN
    assert not any(cell.role is Role.HELPER for cell in work.cells)


def test_an_answer_without_its_metadata_is_found_by_likeness(
    put: Any, blank: Any
) -> None:
    stub = "".join(blank.cell("mean-answer")["source"])
    cell = blank.cell("mean-answer")
    cell["metadata"], cell["id"] = {}, "other"
    cell["source"] = stub.replace("# À toi / Your turn", "result = sum(values)")

    work = put(blank)

    assert "sum(values)" in source_of(work, "mean-answer")
    assert next(c for c in work.cells if c.grade_id == "mean-answer").is_changed


def test_a_deleted_answer_does_not_overwrite_what_another_cell_made(
    put: Any, blank: Any
) -> None:
    del blank.cells[blank.place("table-answer")]
    blank.before("table", "table = [0, 1, 4, 9]")

    work = put(blank)

    assert source_of(work, "table-answer") in ("", "table = [0, 1, 4, 9]")
    assert "table = [0, 1, 4, 9]" in code_before(work, "table")


def test_an_answer_merged_into_a_given_cell_still_runs(put: Any, blank: Any) -> None:
    blank.cell("imports")["source"] = "import math\n" + MEAN
    del blank.cells[blank.place("mean-answer")]

    assert MEAN in code_before(put(blank), "mean")


def test_helper_cells_stay_in_their_order_and_place(put: Any, blank: Any) -> None:
    blank.after("mean", "first = 1")
    blank.before("table", "second = first + 1")

    before = code_before(put(blank), "table")

    assert before.index("first = 1") < before.index("second = first + 1")


def test_a_released_cell_that_learners_may_change_keeps_their_change(
    put: Any, blank: Any
) -> None:
    at = next(i for i, c in enumerate(blank.cells) if "sides" in "".join(c["source"]))
    blank.cells[at]["source"] = "sides = 6"

    assert "sides = 6" in code_before(put(blank), "mean")


def test_line_ends_blanks_and_byte_order_marks_change_nothing(
    put: Any, blank: Any
) -> None:
    for cell in blank.cells:
        text = "".join(cell["source"])
        cell["source"] = text.replace("\n", "  \r\n") + "\r\n\r\n"

    work = put(b"\xef\xbb\xbf" + blank.bytes())

    assert not any(cell.is_changed for cell in work.cells)


def test_utf16_is_read(put: Any, blank: Any) -> None:
    blank.write(mean=MEAN)

    assert (
        source_of(put(blank.bytes().decode().encode("utf-16")), "mean-answer") == MEAN
    )


def test_an_older_notebook_format_is_read(put: Any, blank: Any) -> None:
    blank.write(mean=MEAN)
    for cell in blank.cells:
        cell.pop("id", None)
    blank.json["nbformat_minor"] = 0

    assert source_of(put(blank), "mean-answer") == MEAN


def test_notebook_format_3_is_read(put: Any, blank: Any) -> None:
    blank.write(mean=MEAN)
    cells = blank.json.pop("cells")
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    blank.json["worksheets"] = [{"cells": cells}]

    assert source_of(put(blank), "mean-answer") == MEAN


def test_a_damaged_tail_loses_only_what_is_in_it(put: Any, blank: Any) -> None:
    blank.write(mean=MEAN, answer="answer = 42")
    text = blank.bytes()

    work = put(text[: text.index(b"answer = 42")])

    assert work.is_cut
    assert source_of(work, "mean-answer") == MEAN
    assert not next(c for c in work.cells if c.grade_id == "answer-answer").is_found


def test_rubbish_after_the_notebook_is_ignored(put: Any, blank: Any) -> None:
    blank.write(mean=MEAN)

    assert source_of(put(blank.bytes() + b"}}<html>"), "mean-answer") == MEAN


def test_what_comes_after_the_last_test_belongs_to_no_exercise(
    put: Any, blank: Any
) -> None:
    blank.insert(len(blank.cells), "while True: pass")

    assert put(blank).cells[-1].exercise is None


BAD = {
    "pdf": b"%PDF-1.7\n...",
    "null byte": b'{"cells": [\0]}',
    "empty": b"",
    "text": b"Bonjour",
    "list": b"[1, 2]",
    "no cells": b"{}",
    "cells of another kind": b'{"cells": 3}',
    "too deep": b'{"cells":' + b"[" * 100_000,
    "too large": b" " * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_notebook_gets_one_sentence_in_each_language(
    put: Any, name: Any
) -> None:
    with pytest.raises(Unreadable) as refused:
        put(BAD[name])

    assert "Rien n'a été noté" in refused.value.fr
    assert "Nothing was marked" in refused.value.en


def test_a_notebook_of_another_lab_is_refused_by_name(put: Any, blank: Any) -> None:
    blank.json["metadata"]["caire"] = {"lab": "N1-00", "lang": "fr"}
    blank.json["cells"] = [{"cell_type": "code", "metadata": {}, "source": "x = 1"}]

    with pytest.raises(Unreadable, match="N1-00"):
        put(blank)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["T0-01.ipynb", "other.ipynb"], "T0-01.ipynb"),
        (["t0-01.IPYNB"], "t0-01.IPYNB"),
        (["mon travail.ipynb", "a.csv"], "mon travail.ipynb"),
        (["zz.ipynb", "T0-01 (1).ipynb"], "T0-01 (1).ipynb"),
    ],
)
def test_the_notebook_is_found_under_another_name(
    blank: Any, names: Any, found: Any
) -> None:
    assert notebook_in(dict.fromkeys(names, blank.bytes()), LAB) == found


def test_no_notebook_at_all_is_said_clearly() -> None:
    with pytest.raises(Unreadable, match=r"T0-01\.ipynb"):
        notebook_in({"notes.txt": b""}, LAB)


def test_no_mutation_of_a_notebook_gets_past_the_released_one(
    built: Any, blank: Any
) -> None:
    """Three hundred seeded mutations: read or refused, the tests always ours."""

    chance = random.Random(7)  # noqa: S311
    released = built.released_notebook("fr")
    fixed = [c["source"] for c in released["cells"] if _is_ours(c)]
    blank.write(mean=MEAN, table="table = [0, 1, 4, 9]")
    original = blank.bytes()

    for _ in range(300):
        content = _mutated(original, chance)
        try:
            work = reassemble(content, released, LAB)
        except Unreadable:
            continue
        kept = [c["source"] for c in work.notebook["cells"] if _is_ours(c)]
        assert ["".join(source) for source in kept] == ["".join(s) for s in fixed]
        json.dumps(work.notebook).encode()


def _is_ours(cell: Any) -> Any:
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("locked"))


def _mutated(content: Any, chance: Any) -> Any:
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randint(0, 4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 200)]
            case 2:
                data[at:at] = data[chance.randrange(len(data)) :][:300]
            case 3:
                data[at:at] = chance.choice([b"\\u0000", b"[[[", b'"', b"null", b"}"])
            case _:
                data = data[: max(at, 10)]
    return bytes(data)


def test_a_thousand_large_cells_without_metadata_are_compared_in_no_time(
    put: Any, blank: Any
) -> None:
    for cell in blank.cells:
        cell["metadata"] = {}
        cell.pop("id", None)
    for number in range(1000):
        blank.insert(0, f"x{number} = " + "1 + " * 4_000 + "1")

    put(blank)  # minutes, were every pair compared letter by letter
