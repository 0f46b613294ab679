"""Probe. Answers arrays of objects, records, dates and raw bytes; mean must fail."""

MEAN = """
import numpy as np
odd = [
    np.array([object(), {}], dtype=object),
    np.zeros(2, dtype=[("x", "f8"), ("y", "O")]),
    np.array("NaT", dtype="datetime64[ns]"),
    np.zeros(3, dtype="V16"),
    np.zeros((1,) * 30),
    np.array(np.nan, dtype="c16"),
]
def mean(values): return odd[len(values) % 6] if len(values) > 1 else odd[5]
"""
