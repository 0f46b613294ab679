"""Probe. A series whose 90,000 labels, pairs of numbers, have one hash; table fails."""

TABLE = """
import pandas as pd
pairs = np.empty(90_000, dtype=object)
for k in range(90_000): pairs[k] = (k * (2**61 - 1), k * (2**61 - 1))
class Labels:
    def __len__(self): return 90_000
    def to_numpy(self): return pairs
class Labelled(pd.Series):
    @property
    def index(self): return Labels()
table = Labelled(np.zeros(90_000))
"""
