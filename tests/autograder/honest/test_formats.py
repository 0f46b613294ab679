"""The same notebook in another file: formats, encodings, names, damage."""

import json
import uuid
from typing import Any

import nbformat
import pytest

from tests.autograder.conftest import LAB, Book
from tests.autograder.honest.cases import Changed, Files, changes, name_of


def _minor(minor: int) -> Changed:
    def change(book: Book) -> None:
        book.json["nbformat_minor"] = minor
        for cell in book.cells:
            if minor < 5:
                cell.pop("id", None)

    return Changed(f"notebook format 4.{minor}", change)


def format_3(book: Book) -> bytes:
    sources_as_text(book)
    node = nbformat.from_dict(book.json)
    return str(nbformat.writes(nbformat.convert(node, 3), version=3)).encode()


def _source(book: Book, make: Any) -> None:
    for cell in book.cells:
        cell["source"] = make("".join(cell["source"]))


def lines_of_sources(book: Book) -> None:
    _source(book, lambda text: text.splitlines(keepends=True))


def letters_of_sources(book: Book) -> None:
    _source(book, list)


def sources_as_text(book: Book) -> None:
    _source(book, str)


def windows_line_ends(book: Book) -> None:
    _source(book, lambda text: text.replace("\n", "\r\n"))


def old_line_ends(book: Book) -> None:
    _source(book, lambda text: text.replace("\n", "\r"))


def trailing_blanks(book: Book) -> None:
    _source(book, lambda text: text.replace("\n", "   \n") + "\n\n  ")


def windows_line_ends_of_the_file(book: Book) -> bytes:
    return json.dumps(book.json, indent=1).replace("\n", "\r\n").encode()


def byte_order_mark(book: Book) -> bytes:
    return b"\xef\xbb\xbf" + book.bytes()


def utf_16(book: Book) -> bytes:
    return json.dumps(book.json, ensure_ascii=False).encode("utf-16")


def _with_accents(book: Book) -> str:
    book.write(answer="réponse = 42\nanswer = réponse  # numéro œuvré")
    return json.dumps(book.json, ensure_ascii=False, indent=1)


def accents_in_utf_8(book: Book) -> bytes:
    return _with_accents(book).encode()


def accents_of_an_old_windows(book: Book) -> bytes:
    return _with_accents(book).encode("cp1252")


def another_kernel(book: Book) -> None:
    book.json["metadata"]["kernelspec"] = {
        "name": "mon-env-3.9",
        "display_name": "Python (mon env)",
        "language": "python",
    }
    book.json["metadata"]["language_info"] = {"name": "R", "version": "4.3"}


def no_kernel(book: Book) -> None:
    book.json["metadata"].pop("kernelspec", None)
    book.json["metadata"].pop("language_info", None)


def no_metadata(book: Book) -> None:
    book.json["metadata"] = {}


def metadata_of_no_use(book: Book) -> None:
    book.json["metadata"] = None
    book.cell("imports")["metadata"]["tags"] = {"a": [1, None]}


def cell_ids_missing(book: Book) -> None:
    for cell in book.cells:
        cell.pop("id", None)


def cell_ids_all_the_same(book: Book) -> None:
    for cell in book.cells:
        cell["id"] = "same"


def cell_ids_new(book: Book) -> None:
    for cell in book.cells:
        cell["id"] = uuid.uuid4().hex[:8]


def cell_ids_as_numbers(book: Book) -> None:
    for at, cell in enumerate(book.cells):
        cell["id"] = at


def cells_of_a_colab(book: Book) -> None:
    for at, cell in enumerate(book.cells):
        cell["metadata"] |= {"id": f"x{at}", "colab": {"base_uri": "https://x"}}
        cell.pop("id", None)


def outputs_of_ten_megabytes(book: Book) -> None:
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 10_000_000}
    book.cell("mean-answer")["outputs"] = [text]


def outputs_that_are_none(book: Book) -> None:
    for cell in book.cells:
        cell["outputs"] = None
        cell["execution_count"] = "*"


def widget_state(book: Book) -> None:
    state = {f"{at:032x}": {"model_name": "ButtonModel"} for at in range(500)}
    book.json["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state": state}


def keys_in_another_order(book: Book) -> bytes:
    return json.dumps(book.json, sort_keys=True, indent=4).encode()


def a_tail_lost(book: Book) -> bytes:
    whole = book.bytes()
    return whole[: whole.rindex(b'"metadata"')]


def a_tail_of_nulls(book: Book) -> bytes:
    return book.bytes() + b"\0" * 4096


def a_tail_doubled(book: Book) -> bytes:
    return book.bytes() + book.bytes()[-300:]


def a_comma_too_many(book: Book) -> bytes:
    return book.bytes().replace(b'}], "metadata"', b'},], "metadata"')


def _merge_conflict(book: Book) -> bytes:
    """Git's marks inside the prose cell, which is lost; no cell after it is."""
    text = json.dumps(book.json, indent=1)
    at = text.index('"source"')
    return (text[:at] + "<<<<<<< HEAD\n" + text[at:]).encode()


def _cut_before_the_last(book: Book) -> bytes:
    text = book.bytes()
    return text[: text.index(b"answer = 42")]


def _hole_in_an_answer(book: Book) -> bytes:
    text = book.bytes()
    at = text.index(b"np.arange(4)")
    return text[:at] + b'"""' + text[at:]


def _named(name: str, **more: bytes) -> Any:
    return lambda book: {name: book.bytes(), **more}


def _and(other: str, content: bytes | None = None) -> Any:
    def files(book: Book) -> Files:
        blank = Book(json.loads(book.bytes())).write(answer="answer = 0").bytes()
        wanted = other if "checkpoints" in other else f"{LAB}.ipynb"
        name = "mon travail.ipynb" if wanted == other else wanted
        return {name: book.bytes(), other: blank if content is None else content}

    return files


def own_module(book: Book) -> Files:
    book.write(mean="from outils import moyenne as mean")
    module = b"def moyenne(values): return sum(values) / len(values)\n"
    return {f"{LAB}.ipynb": book.bytes(), "outils.py": module}


def own_data(book: Book) -> Files:
    book.write(table="table = [int(x) for x in open('mes données.csv')]")
    return {f"{LAB}.ipynb": book.bytes(), "mes données.csv": b"0\n1\n4\n9\n"}


WHOLE = [
    *map(_minor, range(6)),
    *(
        Changed(change.__name__.replace("_", " "), change)
        for change in (
            *(format_3, lines_of_sources, letters_of_sources, sources_as_text),
            *(windows_line_ends, old_line_ends, trailing_blanks),
            *(windows_line_ends_of_the_file, byte_order_mark, utf_16),
            *(accents_in_utf_8, accents_of_an_old_windows),
            *(another_kernel, no_kernel, no_metadata, metadata_of_no_use),
            *(cell_ids_missing, cell_ids_all_the_same, cell_ids_new),
            *(cell_ids_as_numbers, cells_of_a_colab, outputs_of_ten_megabytes),
            *(outputs_that_are_none, widget_state, keys_in_another_order),
            *(a_tail_lost, a_tail_of_nulls, a_tail_doubled, a_comma_too_many),
            *(own_module, own_data),
        )
    ),
    *changes(
        {
            "a name in capitals": _named(f"{LAB}.IPYNB"),
            "a name of a second copy": _named(f"{LAB} (1).ipynb"),
            "a name of one's own": _named("Élève n°1 – mon IA 🎉.ipynb"),
            "a name with a browser's ending": _named(f"{LAB}.ipynb.json"),
            "a folder around it": _named(f"{LAB}/{LAB}.ipynb"),
            "another notebook beside it": _and("brouillon.ipynb"),
            "an old checkpoint beside it": _and(
                f".ipynb_checkpoints/{LAB}-checkpoint.ipynb"
            ),
            "a name of many bytes beside it": _and("🎉" * 80 + ".csv"),
            "a folder named as a file beside it": _named(
                f"{LAB}.ipynb", **{"a": b"", "a/b.csv": b""}
            ),
            "a module named as a library's": _and("random.py", b"raise ImportError"),
            "a module named as the tests'": _and("hidden.py", b"SECRET = 0"),
        }
    ),
    Changed("a merge conflict", _merge_conflict),
    Changed("a tail lost with an answer", _cut_before_the_last, {"answer": 0.0}),
    Changed("a hole in an answer", _hole_in_an_answer, {"table": 0.0}),
]


@pytest.mark.parametrize("case", WHOLE, ids=name_of)
def test_the_same_work_in_another_file_is_worth_the_same(
    case: Any, keeps_its_points: Any
) -> None:
    keeps_its_points(case)
