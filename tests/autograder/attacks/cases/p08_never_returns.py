"""Probe. A function that never returns when a test calls it; mean must fail."""

LIMITS = {"cpu_s": 12}
MEAN = """
def mean(values):
    while True: pass
"""
