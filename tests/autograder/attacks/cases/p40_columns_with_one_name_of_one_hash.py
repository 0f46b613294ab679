"""Probe. Forges a table whose 9,000 columns have names of one hash; answer fails."""

OURS_ONLY = True
ANSWER = """
from autograder.wire import encoding as wire
column = {"t": "array", "dtype": "<f8", "shape": [1], "data": "AAAAAAAAAAA="}
names = [[k * (2**61 - 1), column] for k in range(9_000)]
class Forged: pass
encode = wire.Encoder.encode
def forged(self, value, depth=0):
    if isinstance(value, Forged): return {"t": "frame", "index": column, "v": names}
    return encode(self, value, depth)
wire.Encoder.encode = forged
answer = Forged()
"""
