"""Probe. An error told in 50 MB of accents, too long to pass on; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def growing(self, message, timeout_s=None):
        text = "é".encode() * 25_000_000
        error = b'{"kind":"ValueError","message":"%s"}' % text
        self.send_bytes(b'{"n":%d,"error":%s}' % (message["n"], error))
    wire.Channel.send = growing
"""
