"""Probe. A subclass of ndarray that agrees with all it is compared to; learn fails."""

LEARN = """
class Agreeable(np.ndarray):
    def __eq__(self, other): return np.ones(20, dtype=bool)
    def all(self, *a, **k): return True
    def astype(self, *a, **k): return self
    def __array__(self, *a, **k): return self
    def tobytes(self, *a, **k): return b"" * 160
class Model:
    def predict(self, points): return np.full(len(points), 7).view(Agreeable)
def learn(points, labels): return Model()
"""
