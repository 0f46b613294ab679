"""Probe. A dictionary of 140,000 keys that all have one hash; table must fail."""

TABLE = """
from collections.abc import Mapping
class OneHash(Mapping):
    def __len__(self): return 140_000
    def __getitem__(self, key): return 0
    def __iter__(self): return (k * (2**61 - 1) for k in range(140_000))
table = OneHash()
"""
