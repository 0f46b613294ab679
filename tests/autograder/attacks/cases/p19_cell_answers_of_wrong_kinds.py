"""Probe. Sends outputs and errors of kinds nobody expects; only mean must fail."""

OURS_ONLY = True
MEAN = """
from autograder.wire import channel as wire
send = wire.Channel.send
def forged(self, message, timeout_s=None):
    wire.Channel.send = send
    error = {"kind": [], "kinds": {"x": 1}, "message": {"y": [1]}, "line": "z"}
    outputs = [7, None, {"type": []}, {"type": "stream", "text": 5, "name": {}},
               {"type": "error", "kind": {}, "message": 3, "text": []},
               {"type": "display", "data": {"image/png": "!", "text/plain": [1]}},
               {"type": "display", "data": "<script>"}]
    send(self, {"n": message["n"], "outputs": outputs, "error": error, "crowded": "x"})
wire.Channel.send = forged
raise ValueError
"""
