"""Reassembly. Numbers, lists and nulls where texts belong; only mean must fail."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"


def change(book: Book) -> None:
    book.cell("mean") | {"id": 7}
    book.cell("mean")["metadata"]["nbgrader"] |= {"grade_id": ["mean"], "points": None}
    book.json |= {"nbformat": "4", "nbformat_minor": 10**9}
    book.json["metadata"] = {"kernelspec": {"name": "bash"}, "language_info": None}
    odd = (
        None,
        7,
        [],
        {"cell_type": [], "source": {}, "metadata": []},
        {"source": [1]},
    )
    for each in odd:
        book.cells.insert(3, each)  # type: ignore[arg-type]
