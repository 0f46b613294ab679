"""Probe. Every answer takes nearly its limit, and there are many; mean must fail."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
MEAN = """
import time
def mean(values):
    time.sleep(1.9)
    return sum(values) / len(values)
"""
