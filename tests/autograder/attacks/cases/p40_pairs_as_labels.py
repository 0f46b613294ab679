"""Probe. Forges a series whose 90,000 labels are pairs of one hash; table must fail."""

OURS_ONLY = True
TABLE = """
from autograder.wire import encoding as wire
pairs = [{"t": "tuple", "v": [k * (2**61 - 1), k * (2**61 - 1)]} for k in range(90_000)]
index = {"t": "array", "dtype": "O", "shape": [90_000], "v": pairs}
class Forged: pass
encode = wire.Encoder.encode
def forged(self, value, depth=0):
    if not isinstance(value, Forged): return encode(self, value, depth)
    return {"t": "series", "index": index, "v": encode(self, np.zeros(90_000))}
wire.Encoder.encode = forged
table = Forged()
"""
