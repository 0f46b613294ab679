"""F41. Hands in a notebook whose stored outputs call the Hub; they are dropped."""

from tests.autograder.conftest import Book

MEAN = "def mean(values): return -1.0"
_SCRIPT = "<script>fetch('/hub/api/users', {method: 'DELETE'})</script>"


def change(book: Book) -> None:
    data = {"text/html": _SCRIPT, "application/javascript": "alert(1)"}
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    for cell in book.cells:
        cell["metadata"]["tags"] = [_SCRIPT]
        if cell["cell_type"] == "code":
            cell["outputs"] = [shown]
        else:
            cell["attachments"] = {_SCRIPT: {"image/svg+xml": _SCRIPT}}
    book.json["metadata"]["title"] = _SCRIPT
    book.json["metadata"]["widgets"] = {"state": _SCRIPT}
