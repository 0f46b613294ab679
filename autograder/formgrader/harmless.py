"""A marked notebook, made harmless for a page that staff read.

The one rule: everything in a notebook may come from a learner, so nothing of it
reaches the page but text, checked pictures and a short list of HTML tags. What is
not on a list is dropped, not repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import bleach  # type: ignore[import-untyped]
import nbformat
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter

MAX_OUTPUT = 200_000  # characters of one output's text; a marker reads no more
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


def shown(book: Any) -> Any:
    """A copy of the notebook with nothing in it that can act on a page."""
    cells = [_cell(each) for each in book.get("cells", [])]
    fresh = nbformat.v4.new_notebook(cells=cells)
    fresh.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    return fresh


def _cell(cell: Any) -> Any:
    source = str(cell.get("source", ""))[:MAX_OUTPUT]
    about = _nbgrader(cell.get("metadata", {}).get("nbgrader"))
    metadata = {"nbgrader": about} if about else {}
    if cell.get("cell_type") == "markdown":
        return nbformat.v4.new_markdown_cell(source, metadata=metadata)
    if cell.get("cell_type") == "code":
        outputs = [new for each in cell.get("outputs", []) for new in _output(each)]
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


def _output(output: Any) -> Iterable[Any]:
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
    elif data := _data(output.get("data") or {}):
        yield nbformat.v4.new_output("display_data", data=data)


def _data(data: Any) -> dict[str, str]:
    """Of all forms of one output: a picture, or plain HTML, or text."""
    for kind in _PICTURES:
        picture = _text(data.get(kind, ""), limit=14_000_000)
        if picture and _BASE64.fullmatch(picture):
            return {kind: picture}
    if "image/svg+xml" in data:  # shown as a picture: what is inside does not run
        return {"image/svg+xml": _text(data["image/svg+xml"], limit=2_000_000)}
    if "text/html" in data:
        return {"text/html": clean_html(_text(data["text/html"]))}
    if "text/plain" in data:
        return {"text/plain": _text(data["text/plain"])}
    return {}


def _text(value: Any, limit: int = MAX_OUTPUT) -> str:
    text = value if isinstance(value, str) else "".join(map(str, value or ()))
    return text[:limit]


class HarmlessExporter(HTMLExporter):
    """nbgrader's formgrade page of a notebook, from its `shown` copy."""

    def default_filters(self) -> Iterable[tuple[str, Callable[..., Any]]]:
        yield from super().default_filters()
        yield "clean_html", clean_html
        yield "markdown2html", self._clean_markdown

    @pass_context
    def _clean_markdown(self, context: Any, source: str) -> str:
        return clean_html(self.markdown2html(context, source))

    def from_notebook_node(self, nb: Any, resources: Any = None, **more: Any) -> Any:
        return super().from_notebook_node(shown(nb), resources=resources, **more)
