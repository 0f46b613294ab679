"""Probe. Ten million rows in an array that sends no byte; learn must fail."""

LEARN = """
class Model:
    def predict(self, points): return np.zeros((10**7, 0, 10**7))
def learn(points, labels): return Model()
"""
