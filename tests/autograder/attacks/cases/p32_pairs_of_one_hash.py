"""Probe. Complex numbers of one hash, all of them small, as keys; answer must fail."""

ANSWER = """
from collections.abc import KeysView
class OneHash(KeysView):
    def __init__(self): pass
    def __len__(self): return 290_000
    def __contains__(self, key): return True
    def __iter__(self): return (complex(-1_000_003 * k, k) for k in range(290_000))
answer = OneHash()
"""
