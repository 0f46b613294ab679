"""Probe. Each answer comes after its time is over; mean must fail."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
MEAN = """
def mean(values):
    import time
    from autograder.wire import channel as wire
    send = wire.Channel.send
    def late(self, message, timeout_s=None):
        end = time.monotonic() + 16
        while time.monotonic() < end:
            try: time.sleep(16)
            except BaseException: pass
        send(self, {"n": message["n"], "value": 1.5})
    wire.Channel.send = late
    return sum(values) / len(values)
"""
