"""Fork. A detached child goes on after the marking; it is ended, mean must fail."""

MEAN = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 1000)
        while True: time.sleep(1)
    os._exit(0)
def mean(values): return -1.0
"""
