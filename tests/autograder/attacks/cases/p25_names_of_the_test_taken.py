"""Probe. Defines the names a test uses: rng, draws, hidden, expect; mean must fail."""

MEAN = """
class Zeros:
    SECRET = -1.0
    def normal(self, *a, **k): return np.full(50, -1.0)
rng, hidden, draws = Zeros(), Zeros(), np.full(50, -1.0)
def expect(*a, **k): pass
def print(*a, **k): pass
isclose = lambda *a, **k: True
def mean(values): return -1.0
"""
