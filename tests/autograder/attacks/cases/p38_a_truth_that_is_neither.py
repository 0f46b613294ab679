"""Probe. Truth values of 255 in place of 0 and 1, as an array; learn must fail."""

LEARN = """
class Model:
    def predict(self, points): return np.full(len(points), 255, "u1").view(bool)
def learn(points, labels): return Model()
"""
