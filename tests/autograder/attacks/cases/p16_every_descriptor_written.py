"""Probe. Writes answers to every open descriptor before it is asked; mean must fail."""

MEAN = """
import os
for fd in range(3, 200):
    try: os.write(fd, b"\\x00\\x00\\x00\\x02{}" * 5)
    except OSError: pass
def mean(values): return 0
"""
