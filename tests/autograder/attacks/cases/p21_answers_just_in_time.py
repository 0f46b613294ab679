"""Probe. Sleeps before each of many small items, past the time for all; it fails."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
TABLE = """
import time
class Drops:
    def __init__(self): self.left = [0, 1, 4, 9]
    def __next__(self):
        time.sleep(1.9)
        if not self.left: raise StopIteration
        return self.left.pop(0)
    def __iter__(self): return self
class Drips:
    def __iter__(self): return Drops()
table = Drips()
"""
