"""Probe. Forges six million empty tables, a gigabyte once read; mean must fail."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def swelling(self, message, timeout_s=None):
        items = b'{"":1},' * 2_900_000
        value = b'{"t":"list","v":[%s0]}' % items
        self.send_bytes(b'{"n":%d,"value":%s}' % (message["n"], value))
    wire.Channel.send = swelling
"""
