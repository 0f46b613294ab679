"""Probe. Raises StopIteration, GeneratorExit and interrupts when asked; all fail."""

MEAN = """
def mean(values): raise (GeneratorExit if len(values) == 1 else StopIteration)
"""
LEARN = """
def learn(points, labels): raise KeyboardInterrupt
"""
TABLE = """
class Ends:
    def __iter__(self): raise SystemExit(0)
table = Ends()
"""
