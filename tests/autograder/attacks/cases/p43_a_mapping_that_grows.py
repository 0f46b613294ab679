"""Probe. Views of views that give two new ones at each look; table must fail."""

TABLE = """
from collections.abc import ValuesView
class Two(ValuesView):
    def __init__(self): pass
    def __len__(self): return 4
    def __iter__(self): return iter([Two()] * 4)
table = Two()
"""
