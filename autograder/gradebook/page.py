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
        for name, function in self.bounded_filters(PageBudget()).items():
            self.register_filter(name, function)
        self.register_filter("filter_data_type", data_type)
        made = super(HTMLExporter, self).from_notebook_node(nb, resources, **more)
        page: tuple[str, dict[str, Any]] = made
        return page

    def bounded_filters(self, budget: PageBudget) -> dict[str, Callable[..., str]]:
        """What is slow on texts that nobody writes by hand."""
        return {
            "highlight_code": partial(coloured, budget),
            "clean_html": partial(_cleaned, budget),
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


def coloured(
    budget: PageBudget, source: str, language: str | None = None, **_more: Any
) -> Made:
    """Python as HTML in colours, or plain where colouring would take too long."""
    made = budget.call(python_as_html, source)
    return Made(f"<pre>{escape(source)}</pre>" if made is None else made)


def python_as_html(source: str) -> str:
    return str(Highlight2HTML(pygments_lexer="ipython3")(source))


def _as_it_is(text: str) -> str:
    return text


def _cleaned(budget: PageBudget, html: str) -> str:
    if isinstance(html, Made):
        return html
    made = budget.call(without_scripts, html)
    return f"<pre>{escape(html)}</pre>" if made is None else made


def without_scripts(html: str) -> str:
    return str(clean_html(html))
