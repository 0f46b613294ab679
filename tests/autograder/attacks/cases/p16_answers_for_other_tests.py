"""Probe. Answers, when asked, on the channels of later tests; only mean must fail."""

OURS_ONLY = True
MEAN = """
import os
def mean(values):
    message = b'{"n":1,"value":1.5}'
    for fd in range(3, 200):
        try: os.write(fd, len(message).to_bytes(4, "big") + message)
        except OSError: pass
    return 0
"""
