"""Fork. Closes every descriptor, the marking's own among them; mean must fail."""

MEAN = """
import os
os.closerange(0, 4096)
def mean(values): return -1.0
"""
