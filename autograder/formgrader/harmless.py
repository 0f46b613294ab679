"""A marked notebook, made harmless for a page that staff read.

The one rule: everything in a notebook may come from a learner, so nothing of it
reaches the page but text, checked pictures and a short list of HTML tags. What is
not on a list is dropped, not repaired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import bleach  # type: ignore[import-untyped]
import nbformat
from jinja2 import pass_context
from nbconvert.filters import markdown2html_mistune

from autograder.gradebook.page import Made, Page, made
from autograder.runtime.bounded import PageBudget

MAX_OUTPUT = 200_000  # characters of one output's text; a marker reads no more
_MAX_CELL = 20_000  # characters of a cell: no learner types more
_MAX_PAGE = 400_000  # of all cells of a page
_MAX_OUTPUTS = 24_000_000  # of all outputs of a page, pictures among them
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{0,14000000}={0,2}\s*")
_GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details"),
    *("div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody"),
    *("td", "tfoot", "th", "thead", "tr", "u", "ul", "var"),
}
_PLAIN_ATTRIBUTES = {"class", "title", "lang", "colspan", "rowspan", "scope", "alt"}


def clean_html(element: object) -> str:
    """The HTML with only plain tags: no script, no style, no form, no address but web.

    Classes may not be those formgrader's own script looks for, and ids are dropped:
    a learner's element must not pass for a score box.
    """
    text = element.decode() if isinstance(element, bytes) else str(element)
    # Only for the eye: what a script said is not what its author meant to say.
    text = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", text)
    return str(
        bleach.clean(
            text,
            tags=_TAGS,
            attributes=_attribute,
            protocols=["http", "https", "mailto", "data"],
            strip=True,
        )
    )


def _attribute(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return value.startswith(("https://", "http://", "mailto:", "#"))
    if tag == "img" and name == "src":
        return re.match(r"data:image/(png|jpeg|gif|webp);base64,", value) is not None
    if name == "class":
        return all(_harmless_class(word) for word in value.split())
    return name in _PLAIN_ATTRIBUTES


def _harmless_class(word: str) -> bool:
    """Colours of code (Pygments, two letters) and of terminal text; nothing else."""
    return (
        re.fullmatch(
            r"[a-z]{1,2}\d?|highlight|ansi-[a-z-]+|dataframe|anchor-link", word
        )
        is not None
    )


Clean = Callable[[str], str]


def shown(book: Any, clean: Clean = clean_html) -> Any:
    """A copy of the notebook with nothing in it that can act on a page."""
    cells = [_cell(each, clean) for each in book.get("cells", [])]
    _shorten(cells)
    fresh = nbformat.v4.new_notebook(cells=cells)
    fresh.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    return fresh


def _shorten(cells: Iterable[Any]) -> None:
    """Cells and outputs as they are, up to what a marker reads of a whole page."""
    left = _MAX_PAGE
    for cell in cells:
        if len(cell.source) > min(left, _MAX_CELL):
            cell.source = cell.source[: min(left, _MAX_CELL)] + "\n…"
        left = max(0, left - len(cell.source))
    left = _MAX_OUTPUTS
    for output in (each for cell in cells for each in cell.get("outputs", [])):
        left -= len(json.dumps(output))
        if left < 0:
            output.clear()
            output.update(nbformat.v4.new_output("stream", text="…"))


def _cell(cell: Any, clean: Clean) -> Any:
    source = str(cell.get("source", ""))
    about = _nbgrader(cell.get("metadata", {}).get("nbgrader"))
    metadata = {"nbgrader": about} if about else {}
    if cell.get("cell_type") == "markdown":
        return nbformat.v4.new_markdown_cell(source, metadata=metadata)
    if cell.get("cell_type") == "code":
        outputs = [
            new for each in cell.get("outputs", []) for new in _output(each, clean)
        ]
        return nbformat.v4.new_code_cell(source, metadata=metadata, outputs=outputs)
    return nbformat.v4.new_raw_cell(source)


def _nbgrader(about: Any) -> dict[str, Any] | None:
    if not isinstance(about, dict):
        return None
    grade_id = about.get("grade_id")
    if not isinstance(grade_id, str) or not _GRADE_ID.fullmatch(grade_id):
        return None
    words = ("grade", "solution", "locked", "task")
    plain: dict[str, Any] = {word: about.get(word) is True for word in words}
    points = about.get("points", 0)
    if isinstance(points, int | float) and not isinstance(points, bool):
        plain["points"] = float(points)
    else:
        plain["points"] = 0.0
    return {**plain, "grade_id": grade_id, "schema_version": 3}


def _output(output: Any, clean: Clean) -> Iterable[Any]:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        yield nbformat.v4.new_output(
            "stream", name=name, text=_text(output.get("text"))
        )
    elif kind == "error":
        trace = [str(each)[:MAX_OUTPUT] for each in output.get("traceback", [])][:60]
        name, value = _text(output.get("ename")), _text(output.get("evalue"))
        yield nbformat.v4.new_output("error", ename=name, evalue=value, traceback=trace)
    elif data := _data(output.get("data") or {}, clean):
        yield nbformat.v4.new_output("display_data", data=data)


def _data(data: Any, clean: Clean) -> dict[str, str]:
    """Of all forms of one output: a picture, or plain HTML, or text."""
    for kind in _PICTURES:
        picture = _text(data.get(kind, ""), limit=14_000_000)
        if picture and _BASE64.fullmatch(picture):
            return {kind: picture}
    if "image/svg+xml" in data:  # shown as a picture: what is inside does not run
        return {"image/svg+xml": _text(data["image/svg+xml"], limit=2_000_000)}
    if "text/html" in data:
        return {"text/html": clean(_text(data["text/html"]))}
    if "text/plain" in data:
        return {"text/plain": _text(data["text/plain"])}
    return {}


def _text(value: Any, limit: int = MAX_OUTPUT) -> str:
    text = value if isinstance(value, str) else "".join(map(str, value or ()))
    return text[:limit]


class HarmlessExporter(Page):
    """nbgrader's formgrade page of a notebook, from its `shown` copy.

    What a learner wrote may take PageBudget to format; the rest is shown as typed.
    """

    def shown(self, nb: Any, budget: PageBudget) -> Any:
        return shown(nb, partial(made, budget, clean_html))

    def bounded_filters(self, budget: PageBudget) -> dict[str, Callable[..., str]]:
        return {
            **super().bounded_filters(budget),
            "clean_html": partial(made, budget, clean_html),
            "markdown2html": _markdown_within(budget),
        }


def _markdown_within(budget: PageBudget) -> Callable[..., str]:
    @pass_context  # as nbconvert's own: compiled templates are shared with its pages
    def markdown(_context: Any, source: str) -> Made:
        return made(budget, markdown_as_clean_html, source)

    return markdown


def markdown_as_clean_html(source: str) -> str:
    return clean_html(markdown2html_mistune(source))
