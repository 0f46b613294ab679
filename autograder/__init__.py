"""Marks submissions: release, sandboxed marking, gradebooks, the way to the record."""

import sys

# jsonschema tries this module for formats that no notebook has; importing it builds a
# parser for 1.4 s (design: figures.md 6.1). None means "not installed" to Python.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
