"""How much plain data the probe carries, and what is said when it is more.

Plain data as JSON: null, booleans, numbers and texts stand for themselves;
everything else is {"t": kind, …}. encoding.py writes it, decoding.py reads it.
"""

from __future__ import annotations

from typing import Any

MAX_DEPTH = 12
MAX_ITEMS = 300_000  # values in one message, arrays counting as one
MAX_ARRAY_BYTES = 16_000_000
MAX_TEXT = 2_000_000
DTYPE_KINDS = "biufcUmM"
MAX_DIMENSIONS = 8
MAX_INT_BITS = 4096

Json = Any


class TooLarge(ValueError):
    """More, deeper or longer than the probe carries."""


class BadValue(ValueError):
    """Not something `encode` writes."""


class Opaque(Exception):
    """Not plain data."""
