"""Probe. JSON just so deep that it is read but not written again; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def deep(self, message, timeout_s=None):
        lists = b"[" * 900 + b"]" * 900
        self.send_bytes(b'{"n":%d,"value":%s}' % (message["n"], lists))
    wire.Channel.send = deep
"""
