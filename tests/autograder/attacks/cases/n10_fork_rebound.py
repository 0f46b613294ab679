"""Fork. Makes os.fork lie, so that no snapshot is one; only mean must fail."""

LIMITS = {"wall_s": 15}
OURS_ONLY = True
MEAN = """
import os
os.fork = lambda: 12345
def mean(values): return sum(values) / len(values)
"""
