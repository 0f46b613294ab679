"""Probe. Answers that are others at every look, length and walk; learn must fail."""

LEARN = """
import itertools
class Moods:
    moods = itertools.count()
    def __len__(self): return 20 + next(self.moods) % 2
    def __getitem__(self, at): return next(self.moods) % 2
    def __iter__(self): return iter([next(self.moods) % 2] * 19)
class Model:
    def predict(self, points): return Moods()
def learn(points, labels): return Model()
"""
