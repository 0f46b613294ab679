"""Probe. A sequence whose items are sequences like itself, for ever; learn fails."""

LEARN = """
class Tree:
    def __len__(self): return 20
    def __getitem__(self, at): return Tree()
    def __iter__(self): return iter([Tree() for _ in range(20)])
class Model:
    def predict(self, points): return Tree()
def learn(points, labels): return Model()
"""
