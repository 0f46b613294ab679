"""Probe. Writes into what it was given until that agrees with it; learn must fail."""

LEARN = """
class Zero:
    def predict(self, points):
        points[:] = 0
        return np.zeros(len(points), dtype=int)
def learn(points, labels):
    points[:] = 0
    labels[:] = 0
    return Zero()
"""
