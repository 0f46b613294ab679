"""Time. Learns an object whose every answer sleeps; learn must fail."""

LIMITS = {"wall_s": 15}
LEARN = """
import time
class Model:
    def predict(self, points):
        for _ in range(100):
            try: time.sleep(100)
            except BaseException: pass
        return (points[:, 0] > 0).astype(int)
def learn(points, labels): return Model()
"""
