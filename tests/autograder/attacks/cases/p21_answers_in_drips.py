"""Probe. Every answer takes nearly its limit, and there are many; table must fail."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
TABLE = """
import time
class Drips:
    def __iter__(self):
        from autograder.runner import probe
        probe._MAX_CHUNK = 1
        for number in [0, 1, 4, 9]:
            for _ in range(4):
                time.sleep(0.9)
            yield number
table = Drips()
"""
