"""Probe. Forges keys that are tuples in tuples of one hash; table must fail."""

OURS_ONLY = True
TABLE = """
from autograder.wire import encoding as wire
keys = [{"t": "tuple", "v": [{"t": "tuple", "v": [k * (2**61 - 1)]}]}
        for k in range(95_000)]
class Forged: pass
encode = wire.Encoder.encode
def forged(self, value, depth=0):
    if isinstance(value, Forged): return {"t": "set", "v": keys}
    return encode(self, value, depth)
wire.Encoder.encode = forged
table = Forged()
"""
