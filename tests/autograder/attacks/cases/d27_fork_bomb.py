"""D27. Forks without end; mean must fail."""

MEAN = """
import os
try:
    while True: os.fork()
except OSError: pass
"""
