"""Probe. 290,000 numbers of one hash as a set, hours to build; table must fail."""

TABLE = """
from collections.abc import Set
class OneHash(Set):
    def __len__(self): return 290_000
    def __contains__(self, item): return True
    def __iter__(self): return (k * (2**61 - 1) for k in range(290_000))
table = OneHash()
"""
