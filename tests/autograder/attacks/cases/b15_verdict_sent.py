"""B15. Answers the probe with a verdict instead of a value; mean must fail."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    send = wire.Channel.send_bytes
    def forged(self, data, timeout_s=None):
        import json
        verdict = {"kind": "passed", "score": 2.0}
        message = {**json.loads(data), "verdict": verdict, "ask": None, "passed": True}
        return send(self, json.dumps(message).encode(), timeout_s)
    wire.Channel.send_bytes = forged
    return -1.0
"""
