"""Probe. Answers a call as if a name were missing, which would be ours; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    send = wire.Channel.send
    def missing(self, message, timeout_s=None):
        send(self, {"n": message["n"], "missing": True})
    wire.Channel.send = missing
"""
