"""Probe. A series whose labels pandas refuses to have; table must fail."""

TABLE = """
import pandas as pd
class Labels:
    def __len__(self): return 4
    def to_numpy(self): return np.zeros(4, dtype="float16")
class Labelled(pd.Series):
    @property
    def index(self): return Labels()
table = Labelled([0, 1, 4, 8])
"""
