"""How much plain data the probe carries, and what is said when it is more.

Plain data as JSON: null, booleans, numbers and texts stand for themselves;
everything else is {"t": kind, …}. encoding.py writes it, decoding.py reads it, and
both count what they see, so that nothing large is built before it is refused.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

MAX_DEPTH = 12
MAX_ITEMS = 300_000  # values in one message, arrays counting as one
MAX_ARRAY_BYTES = 16_000_000
MAX_ALL_ARRAYS_BYTES = 32_000_000  # of one message: 43 MB of base64
MAX_TEXT = 2_000_000  # characters of one message, the digits of long numbers too
MAX_LABEL = 10_000  # characters of a column's name
MAX_COLUMNS = 10_000  # pandas takes seconds for more
DTYPE_KINDS = "biufcUmM"
MAX_DIMENSIONS = 8
MAX_INT_BITS = 4096
# Different values of one hash are compared with each other one by one wherever they
# are looked up: 300,000 of them for hours. All powers of two that travel share 61
# hashes, 67 for each.
MAX_SAME_HASH = 200
_NEVER_SHARED_BITS = 60  # Python's hash of a shorter whole number is the number

Json = Any


class TooLarge(ValueError):
    """More, deeper or longer than the probe carries."""


class BadValue(ValueError):
    """Not something `encode` writes."""


class Opaque(Exception):
    """Not plain data."""


class Allowance:
    """What one message may still hold. Its methods raise TooLarge beyond that."""

    def __init__(self) -> None:
        self._items, self._letters, self._bytes = MAX_ITEMS, MAX_TEXT, 0
        self._by_hash: dict[int, set[Hashable]] = {}

    def item(self, depth: int) -> None:
        self._items -= 1
        if depth > MAX_DEPTH or self._items < 0:
            raise TooLarge("too deep or too many values")

    def items(self, count: int) -> None:
        """So many are coming: say so before the first."""
        if count > self._items:
            raise TooLarge("too many values")

    def text(self, letters: int) -> None:
        self._letters -= letters
        if self._letters < 0:
            raise TooLarge("texts of more than 2 million characters")

    def number(self, value: int) -> None:
        bits = value.bit_length()
        if bits > MAX_INT_BITS:
            raise TooLarge("a whole number of more than 1200 digits")
        if bits > _NEVER_SHARED_BITS:
            self.text(bits // 4)
            self.sharing(value)

    def sharing(self, value: Hashable) -> None:
        """One more value of those whose hashes can be chosen."""
        same = self._by_hash.setdefault(hash(value), set())
        same.add(value)
        if len(same) > MAX_SAME_HASH:
            raise TooLarge("too many numbers of one hash")

    def array(self, shape: Sequence[int], item_bytes: int) -> None:
        """An array without a byte can still have as many rows as it likes."""
        size = math.prod(length for length in shape if length) * max(item_bytes, 1)
        self._bytes += size
        if size > MAX_ARRAY_BYTES or self._bytes > MAX_ALL_ARRAYS_BYTES:
            raise TooLarge("an array of more than 16 MB, or several of 32")


def check_keys(keys: Sequence[Any]) -> None:
    """Raises TooLarge when too many have one hash, BadValue for what is no key.

    Call it before a set, a dictionary or an index is made of them.
    """
    try:
        hashes = [hash(key) for key in keys]
    except TypeError:
        raise BadValue("a key that cannot be a key") from None
    often = {each for each, n in Counter(hashes).items() if n > MAX_SAME_HASH}
    if not often:
        return
    allowance = Allowance()
    for key, its_hash in zip(keys, hashes, strict=True):
        if its_hash in often:  # the same key again and again is no harm
            allowance.sharing(key)
