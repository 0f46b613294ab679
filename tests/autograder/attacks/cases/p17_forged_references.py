"""Probe. Answers references it never gave, negative, huge, without end; mean fails."""

OURS_ONLY = True
MEAN = """
def mean(values):
    from autograder.wire import channel as wire
    send = wire.Channel.send
    odd = [-1, 10**9, True, None, "x", {}, 1.5]
    def forged(self, message, timeout_s=None):
        number = odd[message["n"] % len(odd)]
        value = {"t": "ref", "ref": number, "kind": "int", "callable": True}
        send(self, {"n": message["n"], "value": value})
    wire.Channel.send = forged
"""
