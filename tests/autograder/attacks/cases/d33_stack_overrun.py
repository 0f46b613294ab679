"""D33. Overruns the C stack when asked; only mean must fail."""

MEAN = """
import sys
sys.setrecursionlimit(10**9)
class Deep:
    def __repr__(self): return repr(self)
def mean(values):
    return repr(Deep())
"""
