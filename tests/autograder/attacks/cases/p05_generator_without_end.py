"""Probe. Answers generators without end, for a list and for a number; both fail."""

MEAN = """
import itertools
def mean(values): return itertools.count()
"""
TABLE = """
def forever():
    while True: yield 0
table = forever()
"""
