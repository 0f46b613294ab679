"""nbconvert's HTML exporter, without what it does again for every page.

It overrides two private methods of nbconvert 7 (`_create_environment`, and what
HTMLExporter.from_notebook_node adds to its parent's), because nothing there can be
switched off; see also https://github.com/jupyter/nbconvert/issues/1663.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML, clean_html
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from autograder.runtime.bounded import PageBudget


class Page(HTMLExporter):
    """nbconvert's page without its last step, which parses the whole of it again to
    describe pictures (the template does), with templates compiled once a process, and
    with a limit on what formatting may compute.
    """

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[str, dict[str, Any]]:
        resources = self._init_resources(resources)
        data_type = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        budget = PageBudget()
        for name, function in self.bounded_filters(budget).items():
            self.register_filter(name, function)
        self.register_filter("filter_data_type", data_type)
        page: tuple[str, dict[str, Any]]
        page = super(HTMLExporter, self).from_notebook_node(
            self.shown(nb, budget), resources, **more
        )
        return page

    def shown(self, nb: Any, _budget: PageBudget) -> Any:
        """What of the notebook is put on the page."""
        return nb

    def bounded_filters(self, budget: PageBudget) -> dict[str, Callable[..., str]]:
        """What is slow on texts that nobody writes by hand."""
        return {
            "highlight_code": partial(_coloured, budget),
            "clean_html": partial(made, budget, without_scripts),
            "strip_files_prefix": _as_it_is,  # no page of ours has such addresses
        }

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.bytecode_cache = _COMPILED
        return environment


class _Compiled(BytecodeCache):
    """Compiled templates, for as long as this process lives."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Made(str):
    """HTML that we made of a text: it needs no cleaning."""

    __slots__ = ()


def made(budget: PageBudget, function: Callable[[str], str], text: object) -> Made:
    """function(text), or the text as it was typed where that would take too long."""
    if isinstance(text, Made):
        return text
    text = text.decode() if isinstance(text, bytes) else str(text)
    html = budget.call(function, text)
    return Made(f"<pre>{escape(text)}</pre>" if html is None else html)


def python_as_html(source: str) -> str:
    return str(Highlight2HTML(pygments_lexer="ipython3")(source))


def without_scripts(html: str) -> str:
    return str(clean_html(html))


def _coloured(
    budget: PageBudget, source: str, language: str | None = None, **_more: Any
) -> Made:
    return made(budget, python_as_html, source)


def _as_it_is(text: str) -> str:
    return text
