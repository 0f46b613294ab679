"""Probe. Five million times `1E15`, four times longer once passed on; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def growing(self, message, timeout_s=None):
        items = b"1E15," * 5_000_000
        value = b'{"t":"list","v":[%s0]}' % items
        self.send_bytes(b'{"n":%d,"value":%s}' % (message["n"], value))
    wire.Channel.send = growing
"""
