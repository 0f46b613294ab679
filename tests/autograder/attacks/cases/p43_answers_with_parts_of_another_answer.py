"""Probe. Forges answers that hold an answer, a refusal and an error at once; fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    send = wire.Channel.send
    def forged(self, message, timeout_s=None):
        send(self, {"n": message["n"], "value": 1.5, "missing": True, "ended": [],
                    "iterator": {}, "too_large": 0, "error": [], "verdict": "passed",
                    "gone": None})
    wire.Channel.send = forged
"""
