"""Probe. Answers 60 MB of `[]`, gigabytes once read; refused unread, mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    def swelling(self, message, timeout_s=None):
        items = b"[]," * 20_000_000
        self.send_bytes(b'{"n":%d,"value":[%s[]]}' % (message["n"], items))
    wire.Channel.send = swelling
"""
