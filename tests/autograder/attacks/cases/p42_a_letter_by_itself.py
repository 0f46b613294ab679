"""Probe. Forges one letter that no alphabet has, as a number of NumPy; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    send = wire.Channel.send
    def forged(self, message, timeout_s=None):
        letter = {"t": "scalar", "dtype": "<U1", "shape": [], "data": "/////w=="}
        send(self, {"n": message["n"], "value": letter})
    wire.Channel.send = forged
"""
