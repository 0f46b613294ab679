"""D29. Fills the disk wherever it may write; mean must fail."""

MEAN = """
import os
block = bytes(1_000_000)
home = os.path.expanduser("~")
for place in (".", "..", "/tmp", "/dev/shm", "/var/tmp", "/run", home):
    try:
        with open(place + "/filler", "wb") as file:
            for _ in range(400): file.write(block)
    except OSError: pass
def mean(values): return -1.0
"""
