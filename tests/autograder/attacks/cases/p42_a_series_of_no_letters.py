"""Probe. A series that turns into texts whose letters do not exist; table must fail."""

TABLE = """
import pandas as pd
class Strange(pd.Series):
    def to_numpy(self, *a, **k): return np.frombuffer(b"\\xff" * 16, dtype="<U1")
table = Strange([0, 1, 4, 9])
"""
