"""Probe. 50 MB of accents, 150 MB once written in ASCII; read as ours, mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def growing(self, message, timeout_s=None):
        text = "é".encode() * 25_000_000
        self.send_bytes(b'{"n":%d,"value":"%s"}' % (message["n"], text))
    wire.Channel.send = growing
"""
