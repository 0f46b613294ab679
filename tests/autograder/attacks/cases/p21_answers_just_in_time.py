"""Probe. Sleeps before each of many small answers, past the time for all; it fails."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
TABLE = """
import time
class Drops:
    def __init__(self): self.left = [0, 1, 4, 9]
    def __next__(self):
        time.sleep(0.7)
        if not self.left: raise StopIteration
        return self.left.pop(0)
    def __iter__(self): return self
class Drips:
    def __iter__(self):
        from autograder.runner import probe
        probe._MAX_CHUNK = 1
        return Drops()
table = Drips()
"""
