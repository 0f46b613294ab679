"""Probe. Forges arrays with dtypes and shapes that NumPy raises oddly at; all fail."""

OURS_ONLY = True
_FORGE = """
from autograder.wire import encoding as wire
class Forged:
    def __init__(self, *a, **k): self.k = k
encode = wire.Encoder.encode
def forged(self, value, depth=0):
    if isinstance(value, Forged): return value.k
    return encode(self, value, depth)
wire.Encoder.encode = forged
"""
TABLE = "table = Forged(t='array', dtype='<U0', shape=[4], data='')"
ANSWER = """
empty = {"t": "array", "dtype": "<m8", "shape": [0], "data": ""}
answer = Forged(t="series", index=empty, v=empty, name={"t": "set", "v": []})
"""
MEAN = (
    _FORGE
    + """
def mean(values):
    return Forged(t="records", shape=[1], v=[["x", {"t": "ref", "ref": 0, "kind": ""}]])
"""
)
