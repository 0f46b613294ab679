"""nbconvert's HTML exporter, without what it does again for every page.

It overrides two private methods of nbconvert 7 (`_create_environment`, and what
HTMLExporter.from_notebook_node adds to its parent's), because nothing there can be
switched off; see also https://github.com/jupyter/nbconvert/issues/1663.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML, clean_html
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

SAME_CELLS = 1_000  # given cells and tests are the same in every submission


class Page(HTMLExporter):
    """nbconvert's page without its last step, which parses the whole of it again to
    describe pictures (the template does), and with templates compiled once a process.
    """

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[str, dict[str, Any]]:
        resources = self._init_resources(resources)
        data_type = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("highlight_code", _coloured)
        self.register_filter("filter_data_type", data_type)
        made = super(HTMLExporter, self).from_notebook_node(nb, resources, **more)
        page: tuple[str, dict[str, Any]] = made
        return page

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


@lru_cache(SAME_CELLS)
def cleaned(html: str) -> str:
    return str(clean_html(html))


def _coloured(source: str, language: str | None = None, **_more: Any) -> str:
    return _coloured_python(source)


@lru_cache(SAME_CELLS)
def _coloured_python(source: str) -> str:
    return str(Highlight2HTML(pygments_lexer="ipython3")(source))
