"""Probe. A function that never returns when a test calls it; mean must fail."""

LIMITS = {"cpu_s": 3}
MEAN = """
def mean(values):
    while True: pass
"""
