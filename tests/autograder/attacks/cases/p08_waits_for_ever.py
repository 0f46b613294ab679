"""Probe. A function that waits for ever when a test calls it; mean must fail."""

LIMITS = {"wall_s": 15}
MEAN = """
import threading
def mean(values): threading.Event().wait()
"""
