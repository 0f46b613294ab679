"""Probe. Writes the next answer into the channel before it is asked; mean must fail."""

MEAN = """
import os
def mean(values):
    message = b'{"n":2,"value":1.5}'
    for fd in range(3, 200):
        try: os.write(fd, len(message).to_bytes(4, "big") + message)
        except OSError: pass
    return 0
"""
