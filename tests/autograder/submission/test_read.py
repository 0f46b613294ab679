"""The cells of a notebook file, however damaged."""

import json
from typing import Any

import pytest

from autograder.submission.read import MAX_CELLS, MAX_SOURCE, Unreadable, read


def test_odd_cells_are_read_as_far_as_they_make_sense() -> None:
    cells = [None, 3, {}, {"cell_type": "code", "source": ["a", 3, "b"]}, {"source": 7}]

    handed = read(json.dumps({"cells": cells}).encode())

    assert [cell.source for cell in handed.cells] == ["", "ab", ""]


def book(*cells: Any, **more: Any) -> bytes:
    return json.dumps({"cells": list(cells), **more}).encode()


CODE = {"cell_type": "code", "source": "x = 1"}


def test_the_labs_own_words_are_believed_only_when_they_are_short_texts() -> None:
    ours = {"caire": {"lab": "N1-00", "lang": "fr"}}
    odd = {"caire": {"lab": 3, "lang": "f" * 101}}

    read_well = read(book(CODE, metadata=ours))
    read_odd = read(book(CODE, metadata=odd))

    assert (read_well.lab, read_well.lang) == ("N1-00", "fr")
    assert (read_odd.lab, read_odd.lang) == (None, None)


def test_cells_around_a_damaged_place_are_kept() -> None:
    whole = book(CODE, {"cell_type": "code", "source": "lost"}, CODE).decode()

    found = read(whole.replace('"lost"', '"lo').encode())

    assert found.is_cut
    assert [cell.source for cell in found.cells] == ["x = 1", "x = 1"]


def test_no_notebook_is_read_without_end() -> None:
    long = {"cell_type": "code", "source": "x" * (MAX_SOURCE + 5)}

    many = read(book(*[CODE] * (MAX_CELLS + 5)))

    assert len(many.cells) == MAX_CELLS
    assert len(read(book(long)).cells[0].source) == MAX_SOURCE


def test_half_a_surrogate_pair_becomes_a_sign_that_a_file_can_hold() -> None:
    half = {"cell_type": "code", "source": "x = '\ud800'"}

    (cell,) = read(book(half)).cells

    assert cell.source == "x = '?'"


def test_a_pdf_is_named_as_one() -> None:
    with pytest.raises(Unreadable, match="PDF"):
        read(b"  %PDF-1.7")
