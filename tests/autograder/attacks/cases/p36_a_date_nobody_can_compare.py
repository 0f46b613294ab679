"""Probe. Dates beyond what can be turned into numbers; table and mean must fail."""

TABLE = 'table = np.array([2**62] * 4, dtype="datetime64[Y]")'
MEAN = 'def mean(values): return np.datetime64(2**62, "Y")'
