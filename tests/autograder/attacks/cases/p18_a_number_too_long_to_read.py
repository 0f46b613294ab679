"""Probe. Answers a number of millions of digits, slow to read; mean must fail."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def long(self, message, timeout_s=None):
        self.send_bytes(b'{"n":%d,"value":%s}' % (message["n"], b"9" * 50_000_000))
    wire.Channel.send = long
"""
