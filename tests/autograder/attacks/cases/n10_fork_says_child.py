"""Fork. Makes os.fork say "you are the child" at once; only mean must fail."""

LIMITS = {"wall_s": 15}
OURS_ONLY = True
MEAN = """
import os
os.fork = lambda: 0
def mean(values): return -1.0
"""
