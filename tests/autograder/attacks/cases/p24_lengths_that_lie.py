"""Probe. Lengths negative, huge and not numbers; table must fail."""

TABLE = """
import itertools
class Lies:
    answers = itertools.cycle([-1, 2**62, "x", None])
    def __len__(self): return next(self.answers)
    def __iter__(self): return iter([0, 1, 4])
table = Lies()
"""
