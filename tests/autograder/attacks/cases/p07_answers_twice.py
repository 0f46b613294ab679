"""Probe. Sends every answer twice, so the second is read for another; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    send = wire.Channel.send
    def twice(self, message, timeout_s=None):
        send(self, message); send(self, message)
    wire.Channel.send = twice
    return -1.0
"""
